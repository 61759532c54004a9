package io.pult.playground.telegram.dc;

import java.math.BigInteger;

/** Big-endian numbers without a sign, as the key exchange writes them. */
final class Numbers {
    /** The safe prime that Telegram's data centres use; 3 generates its subgroup of prime order. */
    static final BigInteger PRIME = new BigInteger(
            "c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4db"
                    + "fa336f6e0ac925139543aed44cce7c3720fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64"
                    + "2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4a4a695811051907e162753b56b0f6b41"
                    + "0dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4"
                    + "e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf"
                    + "6f4fadf034b10403119cd8e3b92fcc5b",
            16);

    /** Another safe prime, of RFC 3526, section 3; 2 generates its subgroup of prime order. */
    static final BigInteger OTHER_PRIME = new BigInteger(
            "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd"
                    + "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
                    + "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f"
                    + "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b"
                    + "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
                    + "15728e5a8aacaa68ffffffffffffffff",
            16);

    private static final BigInteger EDGE = BigInteger.ONE.shiftLeft(2_048 - 64);

    private Numbers() {}

    /** Without leading zeros. */
    static byte[] unsigned(BigInteger value) {
        return unsigned(value, (value.bitLength() + 7) / 8);
    }

    static byte[] unsigned(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        var result = new byte[length];
        int taken = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - taken, result, length - taken, taken);
        return result;
    }

    /** Whether a public DH value keeps the distance to both ends that the security guidelines ask for. */
    static boolean inRange(BigInteger value, BigInteger prime) {
        return value.compareTo(EDGE) >= 0 && value.compareTo(prime.subtract(EDGE)) <= 0;
    }
}
