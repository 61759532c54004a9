/**
 * Pult as an operator has it: the packaged jar in processes of its own, signals, exit codes, the files it leaves. What
 * holds inside one JVM is tested beside the code that does it.
 */
@NullMarked
package io.pult.process;

import org.jspecify.annotations.NullMarked;
