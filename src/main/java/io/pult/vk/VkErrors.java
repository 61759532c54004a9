package io.pult.vk;

import static io.pult.vk.VkAction.CALLER_FAULT;
import static io.pult.vk.VkAction.CAPTCHA;
import static io.pult.vk.VkAction.DENIED;
import static io.pult.vk.VkAction.FORBID_METHOD;
import static io.pult.vk.VkAction.LOCK_METHOD;
import static io.pult.vk.VkAction.NEEDS_HUMAN;
import static io.pult.vk.VkAction.PAUSE_TOKEN;
import static io.pult.vk.VkAction.RETRY;
import static io.pult.vk.VkAction.RETRY_ONCE;
import static io.pult.vk.VkAction.RETRY_THEN_COOL;
import static io.pult.vk.VkAction.TOKEN_DEAD;
import static io.pult.vk.VkAction.TOKEN_EXPIRED;
import static io.pult.vk.VkAction.TRY_OTHER;
import static io.pult.vk.VkAction.WRONG_ADDRESS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The action table: what each error of VK's means for the token and for the caller. The first row that fits counts, the
 * operator's rows come before the built-in ones; an error without a row is the caller's to hear and harms no token.
 *
 * <p>Errors of the application (2, 101) condemn the one token that met them: which tokens are of the same application,
 * nothing here knows, so that each of the others has to meet the error itself.
 */
final class VkErrors {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofHours(24);

    private static final VkErrors STANDARD = new VkErrors(builtIn());

    static final VkRule UNKNOWN = VkRule.of(0, DENIED);

    /**
     * With nothing but these a call names nobody, so that "user banned" can only be about the token's owner. All other
     * parameters count as a target: an id that is overlooked here must not cost a token its life.
     */
    private static final Set<String> NAMING_NOBODY = Set.of(
            "fields",
            "name_case",
            "lang",
            "count",
            "offset",
            "extended",
            "filter",
            "sort",
            "order",
            "test_mode",
            "captcha_sid",
            "captcha_key",
            "success_token");

    private final List<VkRule> table;

    private VkErrors(List<VkRule> table) {
        this.table = table;
    }

    static VkErrors standard() {
        return STANDARD;
    }

    /** This table with rows laid over it. */
    VkErrors under(List<VkRule> first) {
        return new VkErrors(Stream.concat(first.stream(), table.stream()).toList());
    }

    /** @param params names of the call's parameters */
    VkRule rule(VkError error, Collection<String> params) {
        boolean targeted = !NAMING_NOBODY.containsAll(params);
        for (VkRule rule : table) {
            if (rule.fits(error, targeted)) {
                return rule;
            }
        }
        return UNKNOWN;
    }

    List<VkRule> rules() {
        return table;
    }

    private static List<VkRule> builtIn() {
        var table = new ArrayList<VkRule>();
        Stream.of(
                        // Of VK's own making.
                        VkRule.of(1, RETRY),
                        VkRule.of(10, RETRY),
                        VkRule.of(36, RETRY_ONCE),
                        VkRule.of(43, LOCK_METHOD, MINUTE.multipliedBy(10)),
                        // Of pace.
                        VkRule.of(6, PAUSE_TOKEN, Duration.ofMillis(1_100), Duration.ofSeconds(30)),
                        VkRule.of(9, LOCK_METHOD, MINUTE, MINUTE.multipliedBy(5), MINUTE.multipliedBy(30)),
                        VkRule.of(29, LOCK_METHOD, doubling(MINUTE.multipliedBy(30), DAY)),
                        // Of the token: 5 first for its address, then for its age.
                        VkRule.of(5, WRONG_ADDRESS).withSubcode(1130),
                        VkRule.of(5, WRONG_ADDRESS).saying("another ip address"),
                        VkRule.of(5, TOKEN_EXPIRED).saying("has expired"),
                        VkRule.of(5, TOKEN_DEAD),
                        VkRule.of(2, TOKEN_DEAD),
                        VkRule.of(101, TOKEN_DEAD),
                        VkRule.of(38, RETRY_THEN_COOL, MINUTE),
                        VkRule.of(42, WRONG_ADDRESS),
                        VkRule.of(1117, TOKEN_EXPIRED),
                        VkRule.of(3609, TOKEN_EXPIRED),
                        // Of its owner.
                        VkRule.of(14, CAPTCHA, MINUTE.multipliedBy(10)),
                        VkRule.of(3300, CAPTCHA, MINUTE.multipliedBy(10)),
                        VkRule.of(17, NEEDS_HUMAN),
                        VkRule.of(11500, NEEDS_HUMAN),
                        VkRule.of(18, TOKEN_DEAD).ofNobody(),
                        VkRule.of(37, TOKEN_DEAD).ofNobody(),
                        VkRule.of(3610, TOKEN_DEAD).ofNobody(),
                        // Of token and method together.
                        VkRule.of(7, TRY_OTHER),
                        VkRule.of(15, FORBID_METHOD, DAY).withSubcode(1133),
                        VkRule.of(15, FORBID_METHOD, DAY).withSubcode(1134),
                        VkRule.of(15, FORBID_METHOD, DAY).saying("method is unavailable"),
                        VkRule.of(27, FORBID_METHOD, DAY),
                        VkRule.of(28, FORBID_METHOD, DAY))
                .forEach(table::add);
        // Mistakes in what was asked.
        rows(table, CALLER_FAULT, 3, 4, 8, 12, 13, 16, 21, 23, 33, 34, 35, 100, 103, 104, 113, 125, 150);
        // No, to anybody.
        rows(table, DENIED, 15, 18, 19, 20, 24, 25, 30, 37, 200, 201, 203, 204, 210, 211, 212, 213, 214, 260, 3610);
        rows(table, TOKEN_DEAD, 1114, 1116, 1118);
        rows(table, NEEDS_HUMAN, 3301, 3302, 3303, 3304, 3305);
        return List.copyOf(table);
    }

    private static void rows(List<VkRule> table, VkAction action, int... codes) {
        for (int code : codes) {
            table.add(VkRule.of(code, action));
        }
    }

    private static Duration[] doubling(Duration first, Duration longest) {
        var rests = new ArrayList<Duration>();
        for (Duration rest = first; rest.compareTo(longest) < 0; rest = rest.multipliedBy(2)) {
            rests.add(rest);
        }
        rests.add(longest);
        return rests.toArray(Duration[]::new);
    }
}
