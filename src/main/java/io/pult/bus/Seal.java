package io.pult.bus;

/**
 * Proves to the answering node who asks. The bus port itself has no authentication: whoever reaches it can write any
 * header, so a principal counts only under a seal.
 */
public interface Seal {
    /** A seal over the principal that stays valid for at least the longest budget of a question. */
    String over(Principal principal);

    /** @throws Failure UNAUTHENTICATED when the seal is forged, of an unknown key, or too old */
    Principal open(String sealed);
}
