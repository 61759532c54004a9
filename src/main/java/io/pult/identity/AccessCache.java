package io.pult.identity;

import io.pult.bus.Json;
import io.pult.bus.Principal;
import io.pult.infra.Redis;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access tokens in Redis, by their hash, for as long as they live. What is found here was verified when it was put; whether
 * something has been revoked since, its reader has to compare. Redis away is as good as an empty one.
 */
final class AccessCache {
    private static final Logger log = LoggerFactory.getLogger(AccessCache.class);

    private final Redis redis;

    AccessCache(Redis redis) {
        this.redis = redis;
    }

    /** @param keyId of the key that the token was signed with */
    record Entry(Principal principal, List<String> handles, long asOf, Instant expiresAt, String keyId) {}

    Future<Optional<Entry>> find(String tokenHash) {
        return redis.send(Request.cmd(Command.GET).arg(key(tokenHash)))
                .map(found -> found == null
                        ? Optional.<Entry>empty()
                        : Optional.of(Json.readLeniently(Buffer.buffer(found.toBytes()), Entry.class)))
                .otherwise(cause -> {
                    log.atDebug().setCause(cause).log("an access token was not looked up in Redis");
                    return Optional.empty();
                });
    }

    /**
     * Nobody waits for it: a token that is not there is looked up in the database. Nothing is taken out before its time either:
     * a Redis that was away would miss it, so that readers have to compare with the revocations in any case.
     */
    void put(String tokenHash, Entry entry, Instant now) {
        long millis = entry.expiresAt().toEpochMilli() - now.toEpochMilli();
        if (millis > 0) {
            redis.send(Request.cmd(Command.SET)
                            .arg(key(tokenHash))
                            .arg(Json.text(entry))
                            .arg("PX")
                            .arg(millis))
                    .onFailure(cause -> log.atDebug().setCause(cause).log("an access token was not put into Redis"));
        }
    }

    private static String key(String tokenHash) {
        return "access:" + tokenHash;
    }
}
