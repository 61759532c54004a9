package io.pult.mtproto;

import io.pult.mtproto.api.DcOption;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.DataCenter;
import io.pult.mtproto.transport.DataCenters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Where the data centres are, for all accounts of a process: what is configured, else what a server said
 * ({@code help.getConfig}), else what is built in. On any thread.
 */
public final class DcBook {
    private static final long A_DAY = 86_400_000;

    private final DataCenters builtIn;
    private final boolean test;
    private final Map<Integer, DataCenter> configured;
    private final Map<Integer, List<Address>> told = new ConcurrentHashMap<>();
    private final Map<Integer, Long> asked = new ConcurrentHashMap<>();

    /**
     * @param test whether these are the test servers
     * @param configured each wins over whatever else is known of its number
     */
    public DcBook(boolean test, List<DataCenter> configured) {
        this.test = test;
        this.builtIn = test ? DataCenters.test() : DataCenters.production();
        this.configured = configured.stream().collect(Collectors.toUnmodifiableMap(DataCenter::id, dc -> dc));
    }

    public boolean test() {
        return test;
    }

    /** @throws IllegalArgumentException for one that nobody knows */
    public DataCenter of(int id) {
        DataCenter certain = configured.get(id);
        if (certain != null) {
            return certain;
        }
        List<Address> said = told.get(id);
        if (said == null) {
            return builtIn.of(id);
        }
        // What a server says may be wrong, or wrong from here: what is built in comes after it.
        var addresses = new LinkedHashSet<>(said);
        if (isBuiltIn(id)) {
            addresses.addAll(builtIn.of(id).addresses());
        }
        return new DataCenter(id, test, new ArrayList<>(addresses));
    }

    /** Whether this data centre should be asked for its configuration; says so once a day. */
    boolean outdated(int id, long now) {
        Long last = asked.get(id);
        if (last != null && now - last < A_DAY) {
            return false;
        }
        return last == null ? asked.putIfAbsent(id, now) == null : asked.replace(id, last, now);
    }

    /** It could not be asked. */
    void notAsked(int id) {
        asked.remove(id);
    }

    /** Keeps what a plain connection over IPv4 can use. */
    void learn(List<DcOption> options) {
        Map<Integer, List<Address>> usable = options.stream()
                .filter(DcBook::usable)
                .collect(Collectors.groupingBy(
                        DcOption::id,
                        Collectors.mapping(
                                option -> new Address(option.ipAddress(), option.port()), Collectors.toList())));
        told.putAll(usable);
    }

    private static boolean usable(DcOption option) {
        boolean plain =
                !option.mediaOnly() && !option.cdn() && !option.tcpoOnly() && !option.ipv6() && !option.isStatic();
        boolean possible = option.id() >= 1 && option.id() <= 999 && option.port() >= 1 && option.port() <= 0xffff;
        return plain
                && possible
                && option.secret() == null
                && !option.ipAddress().isBlank();
    }

    private boolean isBuiltIn(int id) {
        return id >= 1 && id <= (test ? 3 : 5);
    }
}
