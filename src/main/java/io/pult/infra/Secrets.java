package io.pult.infra;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what must not lie open in the database: AES-256-GCM under keys from a file that is not in the database.
 *
 * <p>The envelope is {@code v1.<key id>.<base64url of nonce, ciphertext, tag>}. The place where a secret is stored is
 * authenticated with it, so that an envelope copied to another row does not open. The file holds one key a line,
 * {@code <id> <base64 of 32 bytes>}; the first is the current one, the others still open old envelopes until
 * {@code rekey} has walked them all. Immutable, thread-safe.
 */
public final class Secrets {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String currentKey;
    private final Map<String, SecretKeySpec> keys;

    private Secrets(String currentKey, Map<String, SecretKeySpec> keys) {
        this.currentKey = currentKey;
        this.keys = keys;
    }

    /**
     * Reads the key file; blocks, so never on an event loop.
     *
     * @throws IllegalArgumentException with a remedy when the file is missing, open to others, or malformed
     */
    public static Secrets load(Path file) {
        try {
            var open = EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);
            open.retainAll(Files.getPosixFilePermissions(file));
            if (!open.isEmpty()) {
                throw new IllegalArgumentException(
                        "the key file " + file + " can be read or written by others; run chmod 600");
            }
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the key file " + file + " cannot be read; make one with `pult keygen secrets --out " + file + "`");
        }
    }

    /** Writes a new key as the current one, before those already in the file; the file is readable by its owner only. */
    public static String generate(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        byte[] id = new byte[4];
        RANDOM.nextBytes(id);
        String name = "k" + HexFormat.of().formatHex(id);
        String old = Files.exists(file) ? Files.readString(file) : "";
        PrivateFile.write(file, name + " " + Base64.getEncoder().encodeToString(key) + "\n" + old);
        return name;
    }

    static Secrets parse(String text, String where) {
        var keys = new LinkedHashMap<String, SecretKeySpec>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            String[] parts = line.strip().split("\\s+");
            if (parts.length != 2 || !parts[0].matches("[A-Za-z0-9_-]{1,32}")) {
                throw malformed(where, number);
            }
            if (keys.putIfAbsent(parts[0], new SecretKeySpec(decode(parts[1], where, number), "AES")) != null) {
                throw new IllegalArgumentException("line " + number + " of the key file " + where + " has the id "
                        + parts[0] + " again; what is under one of the two would be lost");
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("the key file " + where + " holds no key; run `pult keygen secrets`");
        }
        return new Secrets(keys.keySet().iterator().next(), keys);
    }

    private static byte[] decode(String base64, String where, int line) {
        try {
            byte[] key = Base64.getDecoder().decode(base64);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw malformed(where, line);
        }
        throw malformed(where, line);
    }

    private static IllegalArgumentException malformed(String where, int line) {
        return new IllegalArgumentException(
                "line " + line + " of the key file " + where + " is not `<id> <base64 of 32 bytes>`");
    }

    /** @param place table, column and row: {@code system_accounts.token:<id>}; must be the same when opened */
    public String encrypt(String secret, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, currentKey, nonce, secret.getBytes(StandardCharsets.UTF_8), place);
        byte[] body = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return "v1." + currentKey + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(body);
    }

    /** @throws IllegalStateException when the key is unknown, or the envelope was altered or moved */
    public String decrypt(String envelope, String place) {
        String[] parts = envelope.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals("v1")) {
            throw notOurs(place);
        }
        byte[] body = body(parts[2], place);
        byte[] nonce = Arrays.copyOf(body, NONCE_BYTES);
        byte[] sealed = Arrays.copyOfRange(body, NONCE_BYTES, body.length);
        return new String(run(Cipher.DECRYPT_MODE, parts[1], nonce, sealed, place), StandardCharsets.UTF_8);
    }

    private static byte[] body(String base64, String place) {
        try {
            byte[] body = Base64.getUrlDecoder().decode(base64);
            if (body.length > NONCE_BYTES) {
                return body;
            }
        } catch (IllegalArgumentException e) {
            throw notOurs(place);
        }
        throw notOurs(place);
    }

    private static IllegalStateException notOurs(String place) {
        return new IllegalStateException("a stored secret of " + place + " is not an envelope of ours");
    }

    /** The envelope is under an older key than the current one. */
    public boolean stale(String envelope) {
        return !envelope.startsWith("v1." + currentKey + ".");
    }

    public String currentKey() {
        return currentKey;
    }

    /** Keys for another purpose, one from each key of the file: HMAC-SHA256 of the purpose, by key id. */
    public Map<String, byte[]> derive(String purpose) {
        var derived = new LinkedHashMap<String, byte[]>();
        keys.forEach((id, key) -> {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
                derived.put(id, mac.doFinal(("pult " + purpose).getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
            }
        });
        return derived;
    }

    private byte[] run(int mode, String keyId, byte[] nonce, byte[] input, String place) {
        SecretKeySpec key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("a secret of " + place + " is under the key " + keyId
                    + ", which is not in the key file; put that key back below the current one");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a secret of " + place + " does not open: altered, or moved from another row");
        }
    }
}
