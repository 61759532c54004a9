package io.pult.api;

import io.pult.infra.Secret;

/**
 * @param redisUrl of the limiter's own Redis, {@code redis://:password@host:port/number}; it may lose its data at any time
 * @param defaultRequestsPerMinute for each API key, and for each address that shows none, over all nodes
 */
public record LimitSettings(@Secret String redisUrl, int defaultRequestsPerMinute) {
    public LimitSettings {
        if (defaultRequestsPerMinute < 1) {
            throw new IllegalArgumentException(
                    "default_requests_per_minute is " + defaultRequestsPerMinute + " and must be 1 or more");
        }
        if (!redisUrl.startsWith("redis://") && !redisUrl.startsWith("rediss://")) {
            throw new IllegalArgumentException("redis_url must start with redis:// or rediss://");
        }
    }

    public static LimitSettings of(String redisUrl) {
        return new LimitSettings(redisUrl, 600);
    }

    @Override
    public String toString() {
        return "LimitSettings[" + defaultRequestsPerMinute + " a minute]";
    }
}
