package io.pult.telegram;

import io.pult.infra.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param apiId of the application at my.telegram.org under which accounts sign in that have none of their own; 0: there is
 *     none
 * @param apiHash of the same application
 * @param deviceModel what people see of this session among their devices; changing it looks like another device
 * @param dataCentres addresses instead of those that are built in: {@code 2=127.0.0.1:443}
 * @param testServers whether these are Telegram's test servers
 * @param keyFile PEM with further RSA keys by which data centres are recognised; for servers of one's own
 * @param proxyRequired no account ever connects directly
 * @param connectsPerExit connections a second through one exit, 1 to 1,000
 * @param connects connections a second of this node with known keys, 1 to 10,000
 * @param newKeys connections a second of this node that need a new key, 1 to 1,000
 * @param restAfter how long nobody asks anything of an account that watches nothing before its connection is closed, 1 min or
 *     more; 0: never
 * @param wakeEvery how long it rests at most, so that Telegram does not forget its session, 1 min to 30 d
 * @param moveAfter how long the nodes have to be the same before sessions move to where they belong, 1 s or more
 * @param moves sessions that a node moves a second, 1 to 1,000
 * @param signInWithin how long a sign-in that has begun waits for the next step before it is given up, 1 s to 1 h
 * @param saveEvery how long what changed of a session may wait to be saved, 1 s to 10 min
 * @param keepClaims how long the log of claims goes back, 1 d to 3,650 d
 */
public record TelegramSettings(
        int apiId,
        @Secret @Nullable String apiHash,
        String deviceModel,
        List<String> dataCentres,
        boolean testServers,
        @Nullable Path keyFile,
        boolean proxyRequired,
        int connectsPerExit,
        int connects,
        int newKeys,
        Duration restAfter,
        Duration wakeEvery,
        Duration moveAfter,
        int moves,
        Duration signInWithin,
        Duration saveEvery,
        Duration keepClaims) {

    public static TelegramSettings standard() {
        return new TelegramSettings(
                0,
                null,
                "Pult",
                List.of(),
                false,
                null,
                false,
                20,
                200,
                50,
                Duration.ofMinutes(30),
                Duration.ofHours(24),
                Duration.ofMinutes(1),
                5,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofDays(30));
    }

    public TelegramSettings {
        if (apiId < 0 || (apiId == 0) != (apiHash == null || apiHash.isBlank())) {
            throw new IllegalArgumentException(
                    "telegram.api_id and telegram.api_hash belong together; both are at https://my.telegram.org");
        }
        within("telegram.connects_per_exit", connectsPerExit, 1_000);
        within("telegram.connects", connects, 10_000);
        within("telegram.new_keys", newKeys, 1_000);
        within("telegram.moves", moves, 1_000);
        if (!restAfter.isZero()) {
            within("telegram.rest_after", restAfter, Duration.ofMinutes(1), Duration.ofDays(365));
        }
        within("telegram.wake_every", wakeEvery, Duration.ofMinutes(1), Duration.ofDays(30));
        within("telegram.move_after", moveAfter, Duration.ofSeconds(1), Duration.ofDays(1));
        within("telegram.sign_in_within", signInWithin, Duration.ofSeconds(1), Duration.ofHours(1));
        within("telegram.save_every", saveEvery, Duration.ofSeconds(1), Duration.ofMinutes(10));
        within("telegram.keep_claims", keepClaims, Duration.ofDays(1), Duration.ofDays(3_650));
        dataCentres.forEach(DataCentreText::read);
    }

    private static void within(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(key + " is " + value + " but must be from 1 to " + most);
        }
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + " must be from " + least + " to " + most);
        }
    }
}
