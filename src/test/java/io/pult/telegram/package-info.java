@NullMarked
package io.pult.telegram;

import org.jspecify.annotations.NullMarked;
