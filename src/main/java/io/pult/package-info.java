/**
 * The life of one process: commands ({@link io.pult.App}), typed configuration ({@link io.pult.Settings}) and the node
 * ({@link io.pult.Node}) that joins the concerns, which do not see each other.
 */
@NullMarked
package io.pult;

import org.jspecify.annotations.NullMarked;
