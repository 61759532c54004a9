/** What tests of every concern share: real stores, quickly. */
@NullMarked
package io.pult.support;

import org.jspecify.annotations.NullMarked;
