package io.pult.bus;

/** How a JVM client of the bus, which has no key to seal with, gets a sealed principal. */
public final class Handshake {
    /** @param apiKey {@code pult_…} */
    public record Knock(String apiKey) {
        @Override
        public String toString() {
            return "Knock[redacted]";
        }
    }

    /**
     * @param seal to be shown with every question
     * @param renewAfterMs when to knock again; the seal itself lives longer
     */
    public record Welcome(Principal principal, String seal, long renewAfterMs) {
        @Override
        public String toString() {
            return "Welcome[" + principal.subject() + "]";
        }
    }

    /** Open to everybody: the key in it is the proof. */
    public static final Op<Knock, Welcome> KNOCK =
            Op.of("~identity.knock", Knock.class, Welcome.class).asIdempotent();

    private Handshake() {}
}
