/** What the concern {@code jobs} can be asked: work that waits for a machine (jobs) and work that waits for a person (inbox). */
@NullMarked
package io.pult.contract.jobs;

import org.jspecify.annotations.NullMarked;
