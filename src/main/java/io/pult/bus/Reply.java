package io.pult.bus;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is passed on without being read.
 *
 * @param version of the row that the answer shows, when it is {@link Versioned}
 * @param replayed the same idempotency key got this answer before
 * @param askerChanged whoever asked is known otherwise from now on
 */
public record Reply(Buffer body, @Nullable String version, boolean replayed, boolean askerChanged) {}
