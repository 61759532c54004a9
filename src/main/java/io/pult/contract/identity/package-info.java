/** What the concern {@code identity} can be asked: who somebody is, and what they may do. */
@NullMarked
package io.pult.contract.identity;

import org.jspecify.annotations.NullMarked;
