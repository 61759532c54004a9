package io.pult.identity.factor;

import io.pult.contract.identity.SecondFactorOps.TotpBegun;
import io.pult.identity.User;
import io.pult.infra.QrImage;
import io.pult.infra.Secrets;
import io.vertx.ext.auth.otp.OtpKey;
import io.vertx.ext.auth.otp.OtpKeyGenerator;
import io.vertx.ext.auth.otp.totp.TotpAuth;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Makes the secrets that a device and we share, and keeps ours in envelopes. */
final class TotpSecrets {
    private static final String ISSUER = "Pult";

    /** As long as the hash, which RFC 4226 section 4 recommends. */
    private static final int BITS = 160;

    private final Secrets secrets;
    private final String site;
    private final OtpKeyGenerator generator = OtpKeyGenerator.create();
    private final TotpAuth totp = TotpAuth.create();

    /** @param site where people sign in, for them to tell entries of their device apart */
    TotpSecrets(Secrets secrets, String site) {
        this.secrets = secrets;
        this.site = site;
    }

    OtpKey make() {
        return generator.generate(BITS);
    }

    TotpBegun begun(OtpKey key, User user) {
        String login = user.login();
        String account = (login == null ? user.id().toString().substring(0, 8) : login) + "@" + site;
        // The library writes a space as a plus, which devices show as one.
        String label = ISSUER + ":"
                + URLEncoder.encode(account, StandardCharsets.UTF_8).replace("+", "%20");
        String uri = totp.generateUri(key, ISSUER, null, label);
        return new TotpBegun(key.getKey(), uri, QrImage.svg(uri));
    }

    String seal(OtpKey key, UUID user) {
        return secrets.encrypt(key.getKey(), place(user));
    }

    byte[] open(String envelope, UUID user) {
        return new OtpKey().setKey(secrets.decrypt(envelope, place(user))).getKeyBytes();
    }

    boolean stale(String envelope) {
        return secrets.stale(envelope);
    }

    /** The same secret under the current key. */
    String reseal(String envelope, UUID user) {
        return secrets.encrypt(secrets.decrypt(envelope, place(user)), place(user));
    }

    private static String place(UUID user) {
        return "totp.secret:" + user;
    }
}
