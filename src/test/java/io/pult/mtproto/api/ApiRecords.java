package io.pult.mtproto.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlSchema;
import io.pult.mtproto.tl.TlTree;
import io.pult.mtproto.tl.TlWriter;
import io.pult.support.Chance;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The generated classes, looked at from outside: what they are, what is in them, and whether that is what was sent. */
final class ApiRecords {
    private ApiRecords() {}

    /** All that stand in a file of their own. */
    static List<Class<?>> all() throws Exception {
        Path classes = Path.of(
                Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.list(classes.resolve("io/pult/mtproto/api"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.startsWith("package"))
                    .sorted()
                    .<Class<?>>map(name -> loaded(name.replace(".class", "")))
                    .toList();
        }
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName("io.pult.mtproto.api." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** The reader of a type of the schema, when it is one that we read. */
    static Optional<Method> reader(String type) {
        String[] parts = type.split("\\.");
        var name = new StringBuilder();
        for (String part : parts) {
            name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
        }
        try {
            return Optional.of(Class.forName("io.pult.mtproto.api." + name).getMethod("read", TlReader.class));
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /** @throws TlFailure what the reader throws */
    static Object read(Method reader, TlReader in) throws ReflectiveOperationException {
        try {
            return reader.invoke(null, in);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof TlFailure failure) {
                throw failure;
            }
            throw e;
        }
    }

    static byte[] written(Object record) throws ReflectiveOperationException {
        var out = new TlWriter();
        record.getClass().getMethod("write", TlWriter.class).invoke(record, out);
        return out.toByteArray();
    }

    /** A record, or one of an interface's, with components made up. */
    static Object random(Type type, int deep, Chance chance) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType list) {
            int size = deep > 0 ? chance.between(0, 2) : 0;
            var elements = new Object[size];
            for (int i = 0; i < size; i++) {
                elements[i] = random(list.getActualTypeArguments()[0], deep - 1, chance);
            }
            return Arrays.asList(elements);
        }
        if (type == int.class || type == Integer.class) {
            return (int) chance.number();
        } else if (type == long.class || type == Long.class) {
            return chance.number();
        } else if (type == boolean.class || type == Boolean.class) {
            return chance.coin();
        } else if (type == String.class) {
            return chance.text(9);
        } else if (type == byte[].class) {
            return chance.bytes(9);
        }
        Class<?> known = (Class<?>) type;
        if (!known.isRecord()) {
            Class<?>[] choices = known.getPermittedSubclasses();
            // The first is never one that contains its own type, so that it comes to an end.
            return random(deep > 0 ? chance.of(choices) : choices[0], deep - 1, chance);
        }
        RecordComponent[] components = known.getRecordComponents();
        var values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            boolean absent = nullable(components[i]) && (deep <= 0 || chance.coin());
            values[i] = absent ? null : random(components[i].getGenericType(), deep - 1, chance);
        }
        Constructor<?> constructor = known.getDeclaredConstructor(
                Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        return constructor.newInstance(values);
    }

    static boolean nullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** Each component is what the field of that name says; what is not there is null, false, 0 or empty. */
    static void assertSame(Object record, TlTree tree) throws ReflectiveOperationException {
        if (record.getClass().getSimpleName().equals("Other")) {
            assertThat(record.getClass().getMethod("id").invoke(record))
                    .isEqualTo(tree.line().id());
            return;
        }
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(record);
            Optional<TlSchema.Field> field = field(component, tree);
            Object sent = field.map(known -> tree.get(known.name())).orElse(null);
            if (sent == null) {
                assertThat(value)
                        .as("%s of %s", component.getName(), tree)
                        .isIn(nullable(component) ? new Object[] {null} : new Object[] {false, 0, 0L, List.of()});
            } else {
                assertSameValue(component.getName() + " of " + tree.line().name(), value, sent);
            }
        }
    }

    private static void assertSameValue(String what, @Nullable Object value, Object sent)
            throws ReflectiveOperationException {
        assertThat(value).as(what).isNotNull();
        if (sent instanceof TlTree tree) {
            assertSame(value, tree);
        } else if (sent instanceof List<?> list) {
            List<?> values = (List<?>) value;
            assertThat(values).as(what).hasSameSizeAs(list);
            for (int i = 0; i < list.size(); i++) {
                assertSameValue(what, values.get(i), list.get(i));
            }
        } else {
            assertThat(value).as(what).isEqualTo(sent);
        }
    }

    static Optional<TlSchema.Field> field(RecordComponent component, TlTree tree) {
        return tree.line().fields().stream()
                .filter(field -> sameName(field.name(), component.getName()))
                .findAny();
    }

    /** {@code access_hash} is accessHash; a word of Java, such as {@code final}, is isFinal. */
    private static boolean sameName(String field, String component) {
        String plain = field.replace("_", "");
        return plain.equalsIgnoreCase(component) || ("is" + plain).equalsIgnoreCase(component);
    }
}
