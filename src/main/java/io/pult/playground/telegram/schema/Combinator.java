package io.pult.playground.telegram.schema;

import java.util.List;

/**
 * A line of the schema: a constructor, or a function.
 *
 * @param type of the constructor, or of what the function answers
 */
record Combinator(String name, int id, List<Field> fields, Type type, boolean function) {}
