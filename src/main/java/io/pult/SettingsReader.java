package io.pult;

import io.pult.infra.Backoff;
import io.pult.infra.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a {@link Configuration} into records: one record a section, one component a key. A record's own
 * constructor checks ranges; what it throws becomes an error with the path and the remedy.
 */
final class SettingsReader {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern BACKOFF = Pattern.compile("(\\w+)\\.\\.(\\w+) x(\\d{1,3})");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB)?");

    private final Configuration configuration;

    SettingsReader(Configuration configuration) {
        this.configuration = configuration;
    }

    Settings read() {
        var components = Settings.class.getRecordComponents();
        Object[] sections = Arrays.stream(components)
                .map(section -> read(snake(section.getName()), section.getType()))
                .toArray();
        return (Settings) create(Settings.class, components, sections, "the configuration");
    }

    /** One section alone, for what has to be known before the others can be. */
    <T> T read(String section, Class<T> type) {
        var components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> value(section + "." + snake(component.getName()), component))
                .toArray();
        return type.cast(create(type, components, values, section));
    }

    /** Visits each setting with its effective value as text, secrets as {@code (hidden)}. */
    void print(BiConsumer<String, String> line) {
        for (var section : Settings.class.getRecordComponents()) {
            for (var key : section.getType().getRecordComponents()) {
                String path = snake(section.getName()) + "." + snake(key.getName());
                var value = configuration.get(path);
                String text = value == null ? "" : value.text();
                boolean hidden = key.isAnnotationPresent(Secret.class) && !text.isEmpty();
                line.accept(path, hidden ? "(hidden)" : text);
            }
        }
    }

    private @Nullable Object value(String path, RecordComponent component) {
        var value = configuration.get(path);
        String text = value == null ? "" : value.text().strip();
        if (value != null && value.fromCommandLine() && component.isAnnotationPresent(Secret.class)) {
            throw new ConfigurationException(
                    path + " is a secret and --set shows it to every user of this machine; set " + variable(path)
                            + "_FILE to a file instead");
        }
        if (text.isEmpty() && !List.class.equals(component.getType())) {
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                return null;
            }
            throw new ConfigurationException(
                    path + " is not set; put it into the configuration file or into " + variable(path));
        }
        try {
            return parse(text, component.getType());
        } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException e) {
            throw new ConfigurationException(path + " is " + shown(text, component) + " (from "
                    + (value == null ? "nowhere" : value.origin()) + ") but must be " + expected(component.getType()));
        }
    }

    private static Object parse(String text, Class<?> type) {
        if (type == String.class) {
            return text;
        } else if (type == int.class) {
            return Math.toIntExact(size(text));
        } else if (type == URI.class) {
            return URI.create(text);
        } else if (type == long.class) {
            return size(text);
        } else if (type == boolean.class) {
            return truth(text);
        } else if (type == Duration.class) {
            return duration(text);
        } else if (type == Backoff.class) {
            return backoff(text);
        } else if (type == Path.class) {
            return Path.of(text);
        } else if (type == List.class) {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        } else if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.toString().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(IllegalArgumentException::new);
        }
        throw new IllegalStateException("a setting cannot be of " + type);
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Duration.parse(text);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Backoff backoff(String text) {
        Matcher matcher = BACKOFF.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new Backoff(duration(matcher.group(1)), duration(matcher.group(2)), Integer.parseInt(matcher.group(3)));
    }

    private static long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        String unit = matcher.group(2);
        int shift = unit == null ? 0 : 10 * (1 + List.of("KiB", "MiB", "GiB").indexOf(unit));
        return Long.parseLong(matcher.group(1)) << shift;
    }

    private static String expected(Class<?> type) {
        if (type == int.class || type == long.class) {
            return "a whole number, or a size such as 512KiB or 1MiB";
        } else if (type == Backoff.class) {
            return "first and longest wait and the attempts in all, such as 1s..1m x8";
        } else if (type == URI.class) {
            return "an address such as https://api.example.org/";
        } else if (type == boolean.class) {
            return "true or false";
        } else if (type == Duration.class) {
            return "a duration such as 500ms, 10s, 5m or 12h";
        } else if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
        }
        return "a " + type.getSimpleName();
    }

    private static Object create(Class<?> type, RecordComponent[] components, Object[] values, String path) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException reason) {
                String message = String.valueOf(reason.getMessage());
                throw new ConfigurationException(message.startsWith(path + ".") ? message : path + "." + message);
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is not a record of settings", e);
        }
    }

    private static String shown(String text, RecordComponent component) {
        return component.isAnnotationPresent(Secret.class) ? "(hidden)" : "'" + text + "'";
    }

    private static String variable(String path) {
        return "PULT_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
