package io.pult.contract.identity;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import java.util.List;
import java.util.UUID;

/** Second factors of the person who asks: what there is, codes by time, recovery codes; and their reset by somebody else. */
public final class SecondFactorOps {
    public record Mine() {}

    public record BeginTotp() {}

    /**
     * @param secret base32, for typing it in
     * @param otpauthUri for an authenticator on the same device
     * @param svg the same as a QR code, for one on another
     */
    public record TotpBegun(String secret, String otpauthUri, String svg) {
        @Override
        public String toString() {
            return "TotpBegun[redacted]";
        }
    }

    public record ActivateTotp(Body body) {
        /** @param code that the device shows now */
        public record Body(String code) {
            @Override
            public String toString() {
                return "Body[redacted]";
            }
        }
    }

    /** @param recoveryCodes shown this once: only their hashes are kept */
    public record RecoveryCodes(List<String> recoveryCodes) {
        @Override
        public String toString() {
            return "RecoveryCodes[redacted]";
        }
    }

    public record RemoveTotp() {}

    public record RenewRecoveryCodes() {}

    public record Reset(UUID id) {}

    public static final Op<Mine, SecondFactors> MINE =
            Op.of("identity.getMyFactors", Mine.class, SecondFactors.class).asIdempotent();
    public static final Op<BeginTotp, TotpBegun> BEGIN_TOTP =
            Op.of("identity.beginTotp", BeginTotp.class, TotpBegun.class);
    public static final Op<ActivateTotp, RecoveryCodes> ACTIVATE_TOTP =
            Op.of("identity.activateTotp", ActivateTotp.class, RecoveryCodes.class);
    public static final Op<RemoveTotp, Nothing> REMOVE_TOTP =
            Op.of("identity.removeTotp", RemoveTotp.class, Nothing.class);
    public static final Op<RenewRecoveryCodes, RecoveryCodes> RENEW_RECOVERY_CODES =
            Op.of("identity.renewRecoveryCodes", RenewRecoveryCodes.class, RecoveryCodes.class);
    public static final Op<Reset, Nothing> RESET =
            Op.of("identity.resetSecondFactor", Reset.class, Nothing.class).asIdempotent();

    private SecondFactorOps() {}
}
