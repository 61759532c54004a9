/** What a node tells the gateway about itself. */
@NullMarked
package io.pult.contract.api;

import org.jspecify.annotations.NullMarked;
