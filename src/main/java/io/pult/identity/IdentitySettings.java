package io.pult.identity;

import io.pult.infra.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param accessTtl life of an access token, 1 min to 12 h: revocations are kept for a day
 * @param refreshTtl how long a session lives without being used, accessTtl to 400 days
 * @param sessionMax how long a session lives however much it is used, refreshTtl to 1,000 days
 * @param refreshReuse how long after a refresh an older refresh token still counts as a repetition, 0 to 5 min
 * @param jwtKeyFile for RS256: RSA private keys (PEM, PKCS 8), of which the first signs and all verify
 * @param firstLogin of the SUPERUSER that a node makes at its start when there is none
 * @param firstPassword theirs
 */
public record IdentitySettings(
        Duration accessTtl,
        Duration refreshTtl,
        Duration sessionMax,
        Duration refreshReuse,
        JwtAlgorithm jwtAlgorithm,
        @Nullable Path jwtKeyFile,
        @Nullable String firstLogin,
        @Nullable @Secret String firstPassword) {

    public enum JwtAlgorithm {
        HS256,
        RS256
    }

    public IdentitySettings {
        requireBetween("access_ttl", accessTtl, Duration.ofMinutes(1), Duration.ofHours(12));
        requireBetween("refresh_ttl", refreshTtl, accessTtl, Duration.ofDays(400));
        requireBetween("session_max", sessionMax, refreshTtl, Duration.ofDays(1_000));
        requireBetween("refresh_reuse", refreshReuse, Duration.ZERO, Duration.ofMinutes(5));
        if ((jwtAlgorithm == JwtAlgorithm.RS256) != (jwtKeyFile != null)) {
            throw new IllegalArgumentException(
                    "identity.jwt_key_file belongs to RS256: set identity.jwt_algorithm to RS256 and the file, or neither");
        }
        if ((firstLogin == null) != (firstPassword == null)) {
            throw new IllegalArgumentException(
                    "identity.first_login and identity.first_password belong together: set both, or neither");
        }
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "identity." + name + " is " + value + " but must be from " + least + " to " + most);
        }
    }

    @Override
    public String toString() {
        return "IdentitySettings[access " + accessTtl + ", refresh " + refreshTtl + ", " + jwtAlgorithm + "]";
    }
}
