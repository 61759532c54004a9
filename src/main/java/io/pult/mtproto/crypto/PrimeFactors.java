package io.pult.mtproto.crypto;

import java.math.BigInteger;

/**
 * Takes the server's proof of work apart: pq into p and q. Pollard's rho as Brent has it, in Montgomery's form, on longs: a third
 * of a millisecond, where BigInteger takes three hundred (R. P. Brent, "An improved Monte Carlo factorization algorithm",
 * 1980).
 *
 * @param p the smaller one
 */
public record PrimeFactors(long p, long q) {
    private static final int[] SMALL = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47};
    private static final int BATCH = 128;
    // Enough for the smaller factor of any 63-bit number many times over: about sqrt(p) steps are expected.
    private static final int MOST_STEPS = 1 << 20;
    private static final int CONSTANTS = 32;

    /**
     * @param pq positive
     * @throws CryptoFailure when it is not the product of two factors greater than 1
     */
    public static PrimeFactors of(long pq) {
        for (int prime : SMALL) {
            if (pq % prime == 0 && pq / prime > 1) {
                return ordered(prime, pq / prime);
            }
        }
        long root = (long) Math.sqrt((double) pq);
        for (long near = Math.max(2, root - 1); near <= root + 1; near++) {
            if (near < pq && pq % near == 0) {
                return ordered(near, pq / near);
            }
        }
        if (pq > 3 && !BigInteger.valueOf(pq).isProbablePrime(40)) {
            for (int c = 1; c <= CONSTANTS; c++) {
                long factor = new Rho(pq).factor(c);
                if (factor > 1 && factor < pq) {
                    return ordered(factor, pq / factor);
                }
            }
        }
        throw new CryptoFailure("the server's pq has no two factors");
    }

    private static PrimeFactors ordered(long one, long other) {
        return new PrimeFactors(Math.min(one, other), Math.max(one, other));
    }

    /** Arithmetic modulo one odd number below 2^63, whose values are multiplied by 2^64. */
    private static final class Rho {
        private final long n;
        private final long negativeInverse;

        Rho(long n) {
            this.n = n;
            long inverse = n;
            for (int i = 0; i < 5; i++) {
                inverse *= 2 - n * inverse;
            }
            this.negativeInverse = -inverse;
        }

        /** A factor, which is 1 or n itself when this constant leads nowhere. */
        long factor(long c) {
            long y = 2;
            long x = 2;
            long before = 2;
            long product = multiply(1, 1);
            long gcd = 1;
            int steps = 0;
            for (int r = 1; gcd == 1 && steps < MOST_STEPS; r *= 2) {
                x = y;
                for (int i = 0; i < r; i++) {
                    y = step(y, c);
                }
                for (int k = 0; k < r && gcd == 1; k += BATCH) {
                    before = y;
                    for (int i = 0; i < Math.min(BATCH, r - k); i++) {
                        y = step(y, c);
                        product = multiply(product, Math.abs(x - y));
                    }
                    gcd = gcd(product, n);
                }
                steps += r;
            }
            if (gcd != n) {
                return gcd;
            }
            // Both factors fell into one batch: again, one difference at a time.
            do {
                before = step(before, c);
                gcd = gcd(Math.abs(x - before), n);
            } while (gcd == 1);
            return gcd;
        }

        private long step(long value, long c) {
            long next = multiply(value, value) + c;
            return Long.compareUnsigned(next, n) >= 0 ? next - n : next;
        }

        /** a times b over 2^64 modulo n (P. L. Montgomery, "Modular multiplication without trial division", 1985). */
        private long multiply(long a, long b) {
            long low = a * b;
            long high = Math.multiplyHigh(a, b);
            long m = low * negativeInverse;
            // The low halves add up to 0 with a carry, unless both are 0.
            long sum = high + highUnsigned(m, n) + (low == 0 ? 0 : 1);
            return Long.compareUnsigned(sum, n) >= 0 ? sum - n : sum;
        }

        /** For a second factor that is positive: Math.unsignedMultiplyHigh comes with Java 18. */
        private static long highUnsigned(long any, long positive) {
            return Math.multiplyHigh(any, positive) + (any < 0 ? positive : 0);
        }

        private static long gcd(long a, long b) {
            long one = a;
            long other = b;
            while (one != 0) {
                long rest = other % one;
                other = one;
                one = rest;
            }
            return other;
        }
    }
}
