package io.pult.playground.telegram.dc;

/**
 * What a client has to be told of a data centre's key.
 *
 * @param pem the key as PKCS#1, "BEGIN RSA PUBLIC KEY"
 * @param modulus in hexadecimal digits
 * @param exponent in practice 65537
 * @param fingerprint the last 64 bits of the SHA-1 of both as TL strings (core.telegram.org/mtproto/auth_key)
 */
public record PublicKey(String pem, String modulus, int exponent, long fingerprint) {}
