/**
 * Second factors: codes by time (TOTP), passkeys, and recovery codes for the day when both are lost.
 *
 * <p>What it cannot guarantee: that whoever types a code is its owner. A code can be phished; a passkey cannot, because the
 * browser signs where it was used. Nor can it tell a lost device from a stolen one: an administrator resets both.
 */
@NullMarked
package io.pult.identity.factor;

import org.jspecify.annotations.NullMarked;
