package io.pult.mtproto.crypto;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Whether p and (p - 1) / 2 are primes, for numbers of 2,048 bits. The one that every server has used so far is known; another
 * is tried with 64 rounds of Miller-Rabin, which takes a good part of a second, and remembered. On any thread, but not on an
 * event loop.
 */
final class SafePrimes {
    private static final BigInteger KNOWN = new BigInteger(
            1,
            HexFormat.of()
                    .parseHex("c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f"
                            + "48198a0aa7c14058229493d22530f4dbfa336f6e0ac925139543aed44cce7c37"
                            + "20fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64"
                            + "2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4"
                            + "a4a695811051907e162753b56b0f6b410dba74d8a84b2a14b3144e0ef1284754"
                            + "fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4"
                            + "e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f"
                            + "0d8115f635b105ee2e4e15d04b2454bf6f4fadf034b10403119cd8e3b92fcc5b"));
    // BigInteger.isProbablePrime makes two rounds at this size, whatever certainty is asked for.
    private static final int ROUNDS = 64;
    private static final int REMEMBERED = 16;

    private final Random random;
    private final Map<BigInteger, Boolean> tried = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BigInteger, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    SafePrimes(Random random) {
        this.random = random;
    }

    boolean has(BigInteger p) {
        if (p.equals(KNOWN)) {
            return true;
        }
        synchronized (tried) {
            Boolean before = tried.get(p);
            if (before != null) {
                return before;
            }
        }
        BigInteger half = p.shiftRight(1);
        // The cheap test first: nearly every number that is no prime ends there.
        boolean safe = p.testBit(0) && half.isProbablePrime(16) && prime(p) && prime(half);
        synchronized (tried) {
            tried.put(p, safe);
        }
        return safe;
    }

    private boolean prime(BigInteger n) {
        BigInteger less = n.subtract(BigInteger.ONE);
        int twos = less.getLowestSetBit();
        BigInteger odd = less.shiftRight(twos);
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger base = new BigInteger(n.bitLength() - 2, random).add(BigInteger.TWO);
            if (!passes(base.modPow(odd, n), n, less, twos)) {
                return false;
            }
        }
        return true;
    }

    private static boolean passes(BigInteger power, BigInteger n, BigInteger less, int twos) {
        BigInteger y = power;
        if (y.equals(BigInteger.ONE) || y.equals(less)) {
            return true;
        }
        for (int i = 1; i < twos; i++) {
            y = y.multiply(y).mod(n);
            if (y.equals(less)) {
                return true;
            }
        }
        return false;
    }
}
