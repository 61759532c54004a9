/**
 * What the concern {@code vk} can be asked: a call through its pool of tokens, the accounts whose tokens those are, and
 * the log of every attempt. A token goes in and never comes out.
 */
@NullMarked
package io.pult.contract.vk;

import org.jspecify.annotations.NullMarked;
