package io.pult.infra;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A setting that must not be seen: never printed, and not taken from the command line, which every user of the machine
 * can read. May be given in a file, named by the environment variable with {@code _FILE} appended.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Secret {}
