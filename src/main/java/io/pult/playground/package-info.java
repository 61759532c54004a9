/**
 * What a person needs to try Pult on one machine: embedded stores, stand-ins of the outside systems, demo data.
 *
 * <p>It cannot guarantee anything about the real outside systems, binds loopback only, and is left out of the image's
 * class path together with the embedded stores.
 */
@NullMarked
package io.pult.playground;

import org.jspecify.annotations.NullMarked;
