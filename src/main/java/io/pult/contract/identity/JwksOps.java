package io.pult.contract.identity;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import java.util.List;

/** The keys by which others can verify access tokens. */
public final class JwksOps {
    /** A JWK Set (RFC 7517); empty when access tokens are signed with a key that only the system has. */
    public record Jwks(List<Jwk> keys) {}

    /**
     * An RSA public key.
     *
     * @param n modulus, base64url without padding
     * @param e public exponent, likewise
     */
    public record Jwk(String kty, String use, String alg, String kid, String n, String e) {}

    public static final Op<Nothing, Jwks> GET =
            Op.of("identity.getJwks", Nothing.class, Jwks.class).asIdempotent();

    private JwksOps() {}
}
