package io.pult.vk;

import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.infra.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param baseUrl of VK's API, with the slash at the end
 * @param apiVersion sent as {@code v}
 * @param token of the environment; absent: there is none
 * @param userSpacing between two calls with one token of the kind, 1 ms to 1 min. VK counts three a "second" of about
 *     1.1 s for a user token, so 333 ms would be too fast
 * @param communitySpacing likewise; twenty a second
 * @param serviceSpacing likewise; five a second, more for applications with more users
 * @param callTimeout of one attempt, 100 ms to 20 s
 * @param connectTimeout part of it, 50 ms to 20 s
 * @param maxWait for a token's turn before the caller is told that all are busy, 0 to 20 s
 * @param retryFirst wait after the first transport fault; doubles, twice at most
 * @param maxResponse bytes of an answer that are read at most, 64 KiB to 64 MiB
 * @param idUrl of VK ID, which gives users' tokens
 * @param pictureHosts from which pictures of captchas are fetched for people, as {@link PictureHosts} reads them
 * @param refreshBefore how long before its end a user's token is refreshed, 10 s to 55 min; VK ID's live an hour
 * @param expiryWarning how long before the end of a token that nothing refreshes its owner is asked for another, 1 min to
 *     30 days
 * @param envToken whether the token of the environment goes before the accounts' when it is free, or is one among them
 * @param probeFirst until an account that is out is asked for the first time whether its token lives again, 100 ms to
 *     1 h; doubles
 * @param probeLongest between two such questions, probe_first to 24 h
 * @param batchWindow how long a call that may be batched waits for others, 1 ms to 1 s
 * @param rules the operator's rows of the action table, before the built-in ones; see {@link VkRuleText}
 * @param keepLogs how long single attempts stay in the log, 1 to 3,650 days
 * @param keepCounts how long their counts by hour stay, as long as the attempts at least
 * @param logSpool bytes of attempts that may wait on this node's disk for the database, at least 1 MiB
 */
public record VkSettings(
        URI baseUrl,
        String apiVersion,
        @Secret @Nullable String token,
        Duration userSpacing,
        Duration communitySpacing,
        Duration serviceSpacing,
        Duration callTimeout,
        Duration connectTimeout,
        Duration maxWait,
        Duration retryFirst,
        int maxResponse,
        URI idUrl,
        List<String> pictureHosts,
        Duration refreshBefore,
        Duration expiryWarning,
        EnvToken envToken,
        Duration probeFirst,
        Duration probeLongest,
        Duration batchWindow,
        List<String> rules,
        Duration keepLogs,
        Duration keepCounts,
        long logSpool) {

    public enum EnvToken {
        FIRST,
        EQUAL
    }

    public VkSettings {
        requireUrl(baseUrl);
        if (!apiVersion.matches("[0-9]{1,3}\\.[0-9]{1,4}")) {
            throw refused("api_version", apiVersion, "take a version of VK's API such as 5.199");
        }
        if (token != null && !token.matches("[A-Za-z0-9._-]{16,1024}")) {
            throw new IllegalArgumentException(
                    "vk.token is not a token of VK: 16 to 1024 letters, digits, dots, hyphens and underscores");
        }
        requireBetween("user_spacing", userSpacing, 1, 60_000);
        requireBetween("community_spacing", communitySpacing, 1, 60_000);
        requireBetween("service_spacing", serviceSpacing, 1, 60_000);
        requireBetween("call_timeout", callTimeout, 100, 20_000);
        requireBetween("connect_timeout", connectTimeout, 50, 20_000);
        requireBetween("max_wait", maxWait, 0, 20_000);
        requireBetween("retry_first", retryFirst, 1, 5_000);
        if (maxResponse < 1 << 16 || maxResponse > 1 << 26) {
            throw refused("max_response", Integer.toString(maxResponse), "take 65536 to 67108864 bytes");
        }
        if (!web(idUrl)) {
            throw new IllegalArgumentException("vk.id_url is not the address of VK ID; take https://id.vk.ru");
        }
        pictureHosts = List.copyOf(pictureHosts);
        pictureHosts.forEach(PictureHosts::require);
        requireBetween("refresh_before", refreshBefore, 10_000, 3_300_000);
        requireBetween("expiry_warning", expiryWarning, 60_000, 2_592_000_000L);
        requireBetween("probe_first", probeFirst, 100, 3_600_000);
        requireBetween("probe_longest", probeLongest, probeFirst.toMillis(), 86_400_000);
        requireBetween("batch_window", batchWindow, 1, 1_000);
        rules = List.copyOf(rules);
        rules.forEach(VkRuleText::read);
        requireDays("keep_logs", keepLogs, 1);
        requireDays("keep_counts", keepCounts, keepLogs.toDays());
        if (logSpool < 1 << 20) {
            throw refused("log_spool", Long.toString(logSpool), "take 1MiB or more");
        }
    }

    public static VkSettings standard() {
        return new VkSettings(
                URI.create("https://api.vk.ru/method/"),
                "5.199",
                null,
                Duration.ofMillis(370),
                Duration.ofMillis(55),
                Duration.ofMillis(220),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                8 << 20,
                URI.create("https://id.vk.ru"),
                List.of("api.vk.ru", "api.vk.com", "vk.ru", "vk.com"),
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                EnvToken.FIRST,
                Duration.ofMinutes(1),
                Duration.ofHours(6),
                Duration.ofMillis(20),
                List.of(),
                Duration.ofDays(90),
                Duration.ofDays(730),
                1L << 30);
    }

    Duration spacing(Kind kind) {
        return switch (kind) {
            case USER -> userSpacing;
            case COMMUNITY -> communitySpacing;
            case SERVICE -> serviceSpacing;
        };
    }

    /** After this the one call that a token on trial may make has ended, or its node has. */
    Duration trialHold() {
        return callTimeout.plusSeconds(1);
    }

    /** The action table as the operator wants it. */
    VkErrors errors() {
        return VkErrors.standard().under(rules.stream().map(VkRuleText::read).toList());
    }

    private static void requireUrl(URI url) {
        if (!web(url)) {
            throw new IllegalArgumentException(
                    "vk.base_url is not the address of an API; take https://api.vk.ru/method/");
        }
        if (!url.getRawPath().endsWith("/")) {
            throw refused("base_url", url.toString(), "end it with a slash");
        }
    }

    private static boolean web(URI url) {
        boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        return http && url.getHost() != null && url.getRawQuery() == null && url.getRawUserInfo() == null;
    }

    private static void requireBetween(String name, Duration value, long min, long max) {
        if (value.toMillis() < min || value.toMillis() > max) {
            throw refused(name, value.toString(), "take " + min + " to " + max + " ms");
        }
    }

    private static void requireDays(String name, Duration value, long min) {
        if (value.toDays() < min || value.toDays() > 3_650) {
            throw refused(name, value.toString(), "take " + min + "d to 3650d");
        }
    }

    private static IllegalArgumentException refused(String name, String value, String remedy) {
        return new IllegalArgumentException("vk." + name + " cannot be " + value + "; " + remedy);
    }

    @Override
    public String toString() {
        return "VkSettings[" + baseUrl + "]";
    }
}
