package io.pult.vk;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A row of the action table as an operator writes it:
 *
 * <pre>{@code
 * <code>[.<subcode>] [untargeted] ["<part of the message>"] <action> [<rest> …]
 * 29 lock_method 1h 6h 24h
 * 5.1130 needs_human
 * 15 "group hide members" try_other
 * 18 untargeted token_dead
 * }</pre>
 *
 * <p>Rests are for the first time, the second time …, from 1 ms to 24 h; {@code pause_token} has two, the pause and the
 * rest after five pauses in one call. A part of a message holds no comma, which separates rows in the environment.
 */
final class VkRuleText {
    private static final Pattern ROW = Pattern.compile(
            "(?<code>\\d{1,5})(?:\\.(?<subcode>\\d{1,5}))?(?<untargeted>\\s+untargeted)?"
                    + "(?:\\s+\"(?<part>[^\"]{1,200})\")?\\s+(?<action>[a-z_]{1,30})(?<rests>(?:\\s+\\d{1,9}(?:ms|s|m|h))*)\\s*");
    private static final Pattern REST = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int MAX_RESTS = 10;

    private VkRuleText() {}

    /** @throws IllegalArgumentException with the path of the setting, the row and the remedy */
    static VkRule read(String row) {
        Matcher matcher = ROW.matcher(row.strip());
        if (!matcher.matches()) {
            throw refused(row, "write <code>[.<subcode>] [untargeted] [\"part of the message\"] <action> [<rest> ...]");
        }
        VkAction action = action(row, matcher.group("action"));
        List<Duration> rests = rests(row, action, matcher.group("rests"));
        int code = Integer.parseInt(matcher.group("code"));
        String subcode = matcher.group("subcode");
        String part = matcher.group("part");
        return new VkRule(
                code,
                subcode == null ? null : Integer.valueOf(subcode),
                part == null ? null : part.toLowerCase(Locale.ROOT),
                matcher.group("untargeted") != null,
                action,
                rests);
    }

    private static VkAction action(String row, String word) {
        return Arrays.stream(VkAction.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> refused(
                        row,
                        "actions are "
                                + Arrays.stream(VkAction.values())
                                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    private static List<Duration> rests(String row, VkAction action, String text) {
        List<Duration> rests = REST.matcher(text)
                .results()
                .map(rest -> duration(Long.parseLong(rest.group(1)), rest.group(2)))
                .toList();
        int least = action.rests();
        int most = least == 1 ? MAX_RESTS : least;
        if (rests.size() < least || rests.size() > most) {
            throw refused(
                    row,
                    least == 0
                            ? "this action has no rest"
                            : "this action has " + (least == most ? least : least + " to " + most)
                                    + " rests such as 10m");
        }
        if (rests.stream().anyMatch(rest -> rest.isZero() || rest.compareTo(LONGEST) > 0)) {
            throw refused(row, "a rest is 1ms to 24h");
        }
        return rests;
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static IllegalArgumentException refused(String row, String remedy) {
        return new IllegalArgumentException("vk.rules cannot hold '" + row + "'; " + remedy);
    }
}
