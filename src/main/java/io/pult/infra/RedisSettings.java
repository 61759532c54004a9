package io.pult.infra;

import java.time.Duration;

/**
 * @param url {@code redis://:password@host:port/number}
 * @param timeout of one command
 */
public record RedisSettings(@Secret String url, Duration timeout) {
    public static RedisSettings of(String url) {
        return new RedisSettings(url, Duration.ofSeconds(2));
    }

    @Override
    public String toString() {
        return "RedisSettings[redacted]";
    }
}
