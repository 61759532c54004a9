package io.pult.mtproto.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * A prime and a generator that passed the checks of core.telegram.org/mtproto/security_guidelines and
 * core.telegram.org/api/srp. Its powers take 2 ms each: not on an event loop.
 */
public final class DhGroup {
    /** Bytes of the prime and of every number of the group. */
    public static final int LENGTH = 256;

    private static final int BITS = LENGTH * 8;
    private static final SafePrimes PRIMES = new SafePrimes(new SecureRandom());

    private final BigInteger prime;
    private final BigInteger generator;

    private DhGroup(BigInteger prime, BigInteger generator) {
        this.prime = prime;
        this.generator = generator;
    }

    /**
     * Takes most of a second for a prime that was never seen before.
     *
     * @param prime the highest byte first
     * @throws CryptoFailure for a group that is not safe
     */
    public static DhGroup of(int generator, byte[] prime) {
        BigInteger p = Numbers.of(prime);
        if (p.bitLength() != BITS) {
            throw new CryptoFailure("the server's prime has " + p.bitLength() + " bits instead of 2048");
        }
        if (!generates(generator, p)) {
            throw new CryptoFailure("the server's generator " + generator + " does not fit its prime");
        }
        if (!PRIMES.has(p)) {
            throw new CryptoFailure("the server's prime is not a safe prime");
        }
        return new DhGroup(p, BigInteger.valueOf(generator));
    }

    /** Whether it is a quadratic residue, so that it generates the subgroup whose order is (p - 1) / 2. */
    private static boolean generates(int g, BigInteger p) {
        return switch (g) {
            case 2 -> rest(p, 8) == 7;
            case 3 -> rest(p, 3) == 2;
            case 4 -> true;
            case 5 -> rest(p, 5) == 1 || rest(p, 5) == 4;
            case 6 -> rest(p, 24) == 19 || rest(p, 24) == 23;
            case 7 -> rest(p, 7) == 3 || rest(p, 7) == 5 || rest(p, 7) == 6;
            default -> false;
        };
    }

    private static int rest(BigInteger p, int divisor) {
        return p.mod(BigInteger.valueOf(divisor)).intValue();
    }

    BigInteger prime() {
        return prime;
    }

    BigInteger generator() {
        return generator;
    }

    /** The generator to the power of a secret: what is sent. Checked like what is received. */
    public byte[] publish(byte[] secret) {
        return Numbers.bytes(element(generator.modPow(Numbers.of(secret), prime), "our own number"), LENGTH);
    }

    /** What both sides have in common; 256 bytes. */
    public byte[] share(byte[] theirs, byte[] secret) {
        return Numbers.bytes(element(theirs).modPow(Numbers.of(secret), prime), LENGTH);
    }

    BigInteger element(byte[] theirs) {
        return element(Numbers.of(theirs), "the server's number");
    }

    /** Neither trivial nor so close to the ends that its logarithm could be guessed. */
    BigInteger element(BigInteger number, String whose) {
        BigInteger margin = BigInteger.ONE.shiftLeft(BITS - 64);
        if (number.compareTo(BigInteger.ONE) <= 0 || number.compareTo(prime.subtract(BigInteger.ONE)) >= 0) {
            throw new CryptoFailure(whose + " is not between 1 and the prime less 1");
        }
        if (number.compareTo(margin) < 0 || number.compareTo(prime.subtract(margin)) > 0) {
            throw new CryptoFailure(whose + " is too close to 1 or to the prime");
        }
        return number;
    }
}
