package io.pult.mtproto.transport;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** By which way the connections of an account leave. One account keeps one exit. */
public sealed interface Exit {
    /** Without a proxy. */
    record Direct() implements Exit {}

    /**
     * @param user with a password, or neither
     * @param password a secret
     */
    record Socks5(
            Address address,
            @Nullable String user,
            @Nullable String password) implements Exit {
        public Socks5 {
            if ((user == null) != (password == null)) {
                throw new IllegalArgumentException("a SOCKS5 proxy takes a user with a password, or neither");
            }
        }

        @Override
        public String toString() {
            return "Socks5[" + address + (user == null ? "]" : ", with a password]");
        }
    }

    /**
     * A proxy that speaks MTProto's obfuscated transport (core.telegram.org/mtproto/mtproto-transports, "Transport
     * obfuscation").
     *
     * @param secret 16 bytes, or dd and 16 bytes, which asks for {@link Framing#PADDED}
     */
    @SuppressWarnings("ArrayRecordComponent") // compares them by content
    record MtProxy(Address address, byte[] secret) implements Exit {
        private static final int KEY = 16;

        /** @throws IllegalArgumentException for a secret of another kind; its text does not repeat it */
        public MtProxy {
            if (secret.length > KEY && (secret[0] & 0xff) == 0xee) {
                throw new IllegalArgumentException(
                        "this MTProxy secret starts with ee: proxies that imitate TLS are not supported, use one whose secret has 16 bytes or starts with dd");
            }
            if (secret.length != KEY && (secret.length != KEY + 1 || (secret[0] & 0xff) != 0xdd)) {
                throw new IllegalArgumentException(
                        "an MTProxy secret has 16 bytes, or dd and 16 bytes; this one has " + secret.length);
            }
            secret = secret.clone();
        }

        /**
         * @param secret in hexadecimal digits or in base64url, as links to proxies have it
         * @throws IllegalArgumentException for what is neither; its text does not repeat the secret
         */
        public static MtProxy of(Address address, String secret) {
            return new MtProxy(address, decode(secret));
        }

        @Override
        public byte[] secret() {
            return secret.clone();
        }

        /** The bytes that are mixed into the keys of a connection. */
        byte[] key() {
            return Arrays.copyOfRange(secret, secret.length - KEY, secret.length);
        }

        Framing framing(Framing wanted) {
            return secret.length > KEY ? Framing.PADDED : wanted;
        }

        private static byte[] decode(String text) {
            try {
                return text.matches("(?:[0-9a-fA-F]{2})+")
                        ? HexFormat.of().parseHex(text)
                        : Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
            } catch (IllegalArgumentException e) {
                // Without the cause: it quotes from the secret.
                throw new IllegalArgumentException(
                        "an MTProxy secret is written in hexadecimal digits or in base64url");
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof MtProxy proxy
                    && address.equals(proxy.address)
                    && Arrays.equals(secret, proxy.secret);
        }

        @Override
        public int hashCode() {
            return 31 * address.hashCode() + Arrays.hashCode(secret);
        }

        @Override
        public String toString() {
            return "MtProxy[" + address + "]";
        }
    }
}
