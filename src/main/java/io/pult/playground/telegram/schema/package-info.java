/**
 * Type Language of any layer, read and written at run time by the lines of schema.txt. Independent of the generated code of
 * the client on purpose: where the two disagree about a byte, a test fails.
 *
 * <p>Cannot guarantee that a schema line is what the real servers speak; the ids are checked where the lines are made.
 */
@NullMarked
package io.pult.playground.telegram.schema;

import org.jspecify.annotations.NullMarked;
