/**
 * The message layer of a stand-in data centre: transports, key exchange, sessions, and the faults of these. Knows nothing of
 * accounts; what a call means is the {@link io.pult.playground.telegram.dc.Api}'s.
 */
@NullMarked
package io.pult.playground.telegram.dc;

import org.jspecify.annotations.NullMarked;
