package io.pult.mtproto;

import com.sun.management.ThreadMXBean;
import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.DhGroup;
import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.crypto.MessageCipher;
import io.pult.mtproto.crypto.MessageCipher.Writer;
import io.pult.mtproto.crypto.PrimeFactors;
import io.pult.mtproto.crypto.RsaKey;
import io.pult.mtproto.crypto.RsaPad;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the cryptography of MTProto costs: a message of 128 bytes with its key schedule, and a new auth key. Processor time of one
 * thread. Beside the messages, in the same rounds, what no implementation on the JDK's primitives can do without: the three hashes
 * and as many blocks of AES. No two messages in a row have the same key: the JDK's AES keeps the schedule of the last one, and a
 * benchmark with a single message would measure something that never happens.
 */
public final class CryptoBench {
    private static final int MESSAGE = 128;
    private static final int MESSAGES = 100_000;
    private static final int KEYS = 20;
    private static final int WARM_UP = 6;
    private static final int ROUNDS = 9;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(2_048).subtract(BigInteger.valueOf(1_942_289));

    /** Group 14 of RFC 3526: remembered after the first use, as the prime that Telegram uses is known. */
    private static final byte[] PRIME = HexFormat.of()
            .parseHex("ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74"
                    + "020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437"
                    + "4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
                    + "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf05"
                    + "98da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb"
                    + "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b"
                    + "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf695581718"
                    + "3995497cea956ae515d2261898fa051015728e5a8aacaa68ffffffffffffffff");

    /** Keeps the compiler from leaving out what nobody would read. */
    private static volatile long read;

    private final Entropy entropy = new Entropy();
    private final MessageCipher cipher = new MessageCipher();
    private final AuthKey key = AuthKey.of(entropy.bytes(AuthKey.LENGTH));
    private final byte[] packet = new byte[MessageCipher.HEADER + MESSAGE];
    private final byte[][] written = new byte[512][packet.length];
    private final MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    private final Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
    private final byte[] hash = new byte[32];
    private final byte[] block = new byte[16];
    private int next;
    private final RsaKey rsa = RsaKey.of(MODULUS, BigInteger.valueOf(65_537));

    /**
     * One figure.
     *
     * @param rounds microseconds each, in the order that they were measured
     * @param bar in microseconds; NaN when it is only told
     * @param bytes allocated each
     */
    public record Cost(String what, double[] rounds, double bar, long bytes) {
        public double median() {
            double[] sorted = rounds.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }

        String row() {
            double[] sorted = rounds.clone();
            Arrays.sort(sorted);
            return String.format(
                    Locale.ROOT,
                    "%-58s %9.3f µs CPU (%.3f to %.3f), %d bytes allocated, bar %s",
                    what,
                    median(),
                    sorted[0],
                    sorted[sorted.length - 1],
                    bytes,
                    Double.isNaN(bar) ? "none" : bar + (median() <= bar ? " holds" : " MISSED"));
        }
    }

    private interface Work {
        long once();
    }

    private CryptoBench() throws GeneralSecurityException {
        for (byte[] each : written) {
            entropy.fill(each, MessageCipher.HEADER, MESSAGE);
            cipher.encrypt(key, Writer.SERVER, each, 0, MESSAGE);
        }
    }

    /** All in turns, so that a busy machine slows each of them. */
    public static List<Cost> measure() throws GeneralSecurityException {
        var bench = new CryptoBench();
        List<String> names = List.of(
                "encrypt a message of 128 bytes, key schedule included",
                "decrypt a message of 128 bytes, key schedule included",
                "the hashes and blocks alone of such a message",
                "a new auth key, the client's part");
        List<Work> works = List.of(bench::encrypt, bench::decrypt, bench::primitives, bench::newKey);
        double[] bars = {2, 2, Double.NaN, 8_000};
        double[][] rounds = new double[works.size()][ROUNDS];
        long[] bytes = new long[works.size()];
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            for (int j = 0; j < works.size(); j++) {
                int times = j == 3 ? KEYS : MESSAGES;
                long before = THREADS.getCurrentThreadAllocatedBytes();
                double micros = micros(works.get(j), times);
                if (i >= 0) {
                    rounds[j][i] = micros;
                    bytes[j] = (THREADS.getCurrentThreadAllocatedBytes() - before) / times;
                }
            }
        }
        var costs = new ArrayList<Cost>();
        for (int j = 0; j < works.size(); j++) {
            costs.add(new Cost(names.get(j), rounds[j], bars[j], bytes[j]));
        }
        return costs;
    }

    public static void main(String[] none) throws GeneralSecurityException {
        measure().forEach(cost -> System.out.println(cost.row()));
    }

    private static double micros(Work work, int times) {
        long sum = 0;
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            sum += work.once();
        }
        double micros = (THREADS.getCurrentThreadCpuTime() - before) / 1e3 / times;
        read = sum;
        return micros;
    }

    private long encrypt() {
        cipher.encrypt(key, Writer.CLIENT, packet, 0, MESSAGE);
        return packet[30];
    }

    private long decrypt() {
        next = (next + 1) % written.length;
        System.arraycopy(written[next], 0, packet, 0, packet.length);
        if (!cipher.decrypt(key, Writer.SERVER, packet, 0, packet.length)) {
            throw new IllegalStateException("the message is not decrypted");
        }
        return packet[30];
    }

    /** SHA-256 of 160 bytes and twice of 52, a new key for AES, and eight blocks. */
    private long primitives() {
        try {
            sha256.update(hash, 0, 32);
            sha256.update(packet, 24, MESSAGE);
            sha256.digest(hash, 0, 32);
            for (int i = 0; i < 2; i++) {
                sha256.update(hash, 0, 16);
                sha256.update(packet, 16, 36);
                sha256.digest(hash, 0, 32);
            }
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(hash, "AES"));
            for (int i = 0; i < MESSAGE / 16; i++) {
                aes.update(packet, 16 * i, 16, block, 0);
            }
            return block[3];
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** What a client computes: factors, RSA, and two powers. Its share of hashes and AES is too small to see. */
    private long newKey() {
        PrimeFactors factors = PrimeFactors.of(0x1460E7D3FA727791L);
        byte[] encrypted = RsaPad.encrypt(entropy.bytes(144), rsa, entropy);
        DhGroup group = DhGroup.of(2, PRIME);
        byte[] b = entropy.bytes(256);
        byte[] theirs = encrypted;
        theirs[0] &= 0x7f;
        theirs[0] |= 0x40;
        return factors.p() + group.publish(b)[9] + group.share(theirs, b)[9];
    }
}
