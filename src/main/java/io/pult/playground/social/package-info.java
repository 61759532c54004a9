/**
 * Stand-ins of "Log In With Telegram" (an OpenID Connect issuer) and of Yandex ID (OAuth 2.0 and the question who it was), for
 * play mode and tests: strict about redirects, codes, verifiers and secrets, with a page on which one chooses whom to be, and
 * an admin channel for faults.
 *
 * <p>They answer on 127.0.0.1 only, and everybody who reaches them may be anybody, so no real secret belongs in them. They
 * cannot prove that Telegram and Yandex behave the same way. Undisclosed, and chosen here: texts of errors, that PKCE is
 * required, that Telegram's {@code sub} is not the Telegram id, and how long Telegram's codes live. As for native apps
 * (RFC 8252), a redirect that is registered without a port is taken with any, on this machine.
 */
@NullMarked
package io.pult.playground.social;

import org.jspecify.annotations.NullMarked;
