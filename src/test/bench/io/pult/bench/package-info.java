/**
 * Benchmarks that run for minutes and are judged as ratios within one run. They share the machine with what they measure:
 * absolute numbers hold for the machine and the day alone.
 */
@NullMarked
package io.pult.bench;

import org.jspecify.annotations.NullMarked;
