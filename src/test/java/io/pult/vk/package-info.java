/** The token pool against a real PostgreSQL, a real Redis and the stand-in of VK. */
@NullMarked
package io.pult.vk;

import org.jspecify.annotations.NullMarked;
