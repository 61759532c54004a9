/**
 * Sign-in with Telegram and with Yandex ID: proofs are read and verified here, the person is found or made, and
 * {@link io.pult.identity.SignIns} goes on from there.
 *
 * <p>Of vertx-auth-oauth2 the request to a provider's page is used. Its code exchange is not: it reads answers of any
 * length without a deadline, tells a refused code from a broken provider by free text alone, takes an id_token that does not
 * verify for an opaque sign-in, does not know nonces and goes by the system's clock. The exchange is
 * {@link io.pult.identity.social.ProviderHttp}, the signature is checked by vertx-auth-jwt.
 *
 * <p>What it cannot guarantee: that an account elsewhere is still held by the person whom it belonged to when it was linked.
 * Nor that a launch of a Mini App is shown by the device that it was made on: it is bound to the first one that shows it.
 */
@NullMarked
package io.pult.identity.social;

import org.jspecify.annotations.NullMarked;
