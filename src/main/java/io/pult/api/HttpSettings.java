package io.pult.api;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param port 0 lets the system choose
 * @param publicUrl as clients see this system, when a proxy stands before it; https makes cookies Secure
 * @param trustedProxies networks (CIDR) whose X-Forwarded-For and Forwarded are believed
 * @param maxBody bytes of a request body
 * @param bodyTimeout until a request body has to be there completely; also until a new connection has to bring a request
 * @param idleTimeout after which a silent connection is closed
 * @param corsOrigins of other web applications that may read answers in a browser
 * @param maxEventStreams on this node
 * @param maxEventStreamsPerKey on this node, for one API key or session
 */
public record HttpSettings(
        String host,
        int port,
        @Nullable String publicUrl,
        List<String> trustedProxies,
        int maxBody,
        Duration bodyTimeout,
        Duration idleTimeout,
        List<String> corsOrigins,
        int maxEventStreams,
        int maxEventStreamsPerKey) {
    private static final int LARGEST_BODY = 64 << 20;

    /** @throws IllegalArgumentException naming the component, its value and what it should be */
    public HttpSettings {
        trustedProxies = List.copyOf(trustedProxies);
        corsOrigins = List.copyOf(corsOrigins);
        require(port >= 0 && port <= 65_535, "port", port, "0 to 65535");
        require(maxBody >= 1_024 && maxBody <= LARGEST_BODY, "max_body", maxBody, "1 KiB to 64 MiB");
        require(positive(bodyTimeout), "body_timeout", bodyTimeout, "more than nothing");
        // A heartbeat of an event stream must come before the connection counts as idle.
        require(idleTimeout.toSeconds() >= 20, "idle_timeout", idleTimeout, "20 seconds or more");
        require(maxEventStreams >= 1, "max_event_streams", maxEventStreams, "1 or more");
        require(maxEventStreamsPerKey >= 1, "max_event_streams_per_key", maxEventStreamsPerKey, "1 or more");
        trustedProxies.forEach(Cidr::parse);
        for (String origin : corsOrigins) {
            require(plainOrigin(origin), "cors_origins", origin, "scheme://host[:port] without a path");
        }
        require(
                publicUrl == null || plainOrigin(publicUrl.replaceAll("/$", "")),
                "public_url",
                publicUrl,
                "https://host[:port]");
    }

    public static HttpSettings of(String host, int port) {
        return new HttpSettings(
                host,
                port,
                null,
                List.of(),
                1 << 20,
                Duration.ofSeconds(30),
                Duration.ofSeconds(75),
                List.of(),
                1_000,
                10);
    }

    boolean secure() {
        return publicUrl != null && publicUrl.startsWith("https:");
    }

    private static boolean positive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }

    private static boolean plainOrigin(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && text.equals(uri.getScheme() + "://" + uri.getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void require(boolean holds, String name, @Nullable Object value, String remedy) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + " and must be " + remedy);
        }
    }
}
