package io.pult.telegram;

import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.DataCenter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of data centres as an operator writes them: {@code 2=127.0.0.1:443}, one number as often as it has addresses. */
final class DataCentreText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})=(.+):(\\d{1,5})");

    record Line(int dc, Address address) {}

    private DataCentreText() {}

    /** @throws IllegalArgumentException when it is not of this form */
    static Line read(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "telegram.data_centres has '" + text + "', which is not <number>=<host>:<port>");
        }
        return new Line(Integer.parseInt(form.group(1)), new Address(form.group(2), Integer.parseInt(form.group(3))));
    }

    static List<DataCenter> all(List<String> texts, boolean test) {
        Map<Integer, List<Address>> byNumber = new TreeMap<>();
        for (String text : texts) {
            Line line = read(text);
            byNumber.computeIfAbsent(line.dc, first -> new ArrayList<>()).add(line.address);
        }
        return byNumber.entrySet().stream()
                .map(entry -> new DataCenter(entry.getKey(), test, entry.getValue()))
                .toList();
    }
}
