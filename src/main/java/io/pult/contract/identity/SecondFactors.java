package io.pult.contract.identity;

/**
 * What a person has set up beside the first proof.
 *
 * @param totp a device shows codes by time
 * @param passkeys how many
 * @param recoveryCodesLeft that were not used yet
 */
public record SecondFactors(boolean totp, int passkeys, int recoveryCodesLeft) {
    /** One of them is in force, so that the first proof alone does not sign in. Recovery codes only stand in for others. */
    public boolean any() {
        return totp || passkeys > 0;
    }
}
