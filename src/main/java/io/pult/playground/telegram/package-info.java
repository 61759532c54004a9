/**
 * A stand-in of Telegram: two data centres on two ports of loopback, strict about the protocol and with people, channels
 * and faults to order. {@code dc} is the message layer, {@code schema} reads and writes TL of any layer from the schema at
 * run time, and this package is the API and its world.
 *
 * <p>Shares with the client the ciphers, the encoding of single values and the schema alone, so that a mistake in the
 * message layer of one is noticed by the other. Cannot stand in for what is only known of the real one: its limits, its
 * timing and its moods.
 */
@NullMarked
package io.pult.playground.telegram;

import org.jspecify.annotations.NullMarked;
