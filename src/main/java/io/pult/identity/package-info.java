/**
 * Who somebody is and what they may do: API keys for now.
 *
 * <p>What it cannot guarantee: that a revocation is known everywhere at once. A gateway learns of it within a second, and
 * stops trusting what it remembers when it cannot ask.
 */
@NullMarked
package io.pult.identity;

import org.jspecify.annotations.NullMarked;
