package io.pult.mtproto.transport;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The data centres that are known. What is configured replaces what is built in, and nothing that a server says replaces
 * either. Immutable.
 */
public final class DataCenters {
    private static final int[] PORTS = {443, 80, 5222};

    private final Map<Integer, DataCenter> byId;

    private DataCenters(Map<Integer, DataCenter> byId) {
        this.byId = byId;
    }

    /** The five of production, IPv4 alone; addresses as TDLib has them (GetHostByName and ConnectionCreator). */
    public static DataCenters production() {
        return of(
                builtIn(1, false, "149.154.175.50", "149.154.175.53"),
                builtIn(2, false, "149.154.167.51", "149.154.167.50", "149.154.167.41", "95.161.76.100"),
                builtIn(3, false, "149.154.175.100"),
                builtIn(4, false, "149.154.167.91"),
                builtIn(5, false, "149.154.171.5", "91.108.56.130", "91.108.56.179", "91.108.56.191"));
    }

    /** The three of the test environment. */
    public static DataCenters test() {
        return of(
                builtIn(1, true, "149.154.175.10"),
                builtIn(2, true, "149.154.167.40"),
                builtIn(3, true, "149.154.175.117"));
    }

    /** These and the given one, which replaces the one of the same id. */
    public DataCenters with(DataCenter dc) {
        var more = new TreeMap<>(byId);
        more.put(dc.id(), dc);
        return new DataCenters(more);
    }

    /** @throws IllegalArgumentException for one that is not known */
    public DataCenter of(int id) {
        DataCenter dc = byId.get(id);
        if (dc == null) {
            throw new IllegalArgumentException("there is no data centre " + id + " among " + byId.keySet());
        }
        return dc;
    }

    private static DataCenters of(DataCenter... all) {
        return new DataCenters(Arrays.stream(all).collect(Collectors.toMap(DataCenter::id, dc -> dc)));
    }

    /** Each host at the usual port before any host at another. */
    private static DataCenter builtIn(int id, boolean test, String... hosts) {
        List<Address> addresses = IntStream.of(PORTS)
                .boxed()
                .flatMap(port -> Arrays.stream(hosts).map(host -> new Address(host, port)))
                .toList();
        return new DataCenter(id, test, addresses);
    }
}
