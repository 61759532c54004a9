package io.pult;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Settings as text, {@code section.key} to value, later sources over earlier ones: {@code conf/pult.yaml} of the
 * program, the operator's file, the environment, {@code --set}. Each value remembers where it came from, for the error.
 */
final class Configuration {
    private static final String DEFAULTS = "conf/pult.yaml";

    /** Names under which the services that Pult replaces knew a setting. */
    private static final Map<String, String> ALIASES = Map.of(
            "VK_TOKEN", "vk.token",
            "DEFAULT_REQUESTS_PER_MINUTE", "limits.default_requests_per_minute",
            "ACCESS_TOKEN_REDIS_TTL_SEC", "identity.access_ttl",
            "REFRESH_TOKEN_REDIS_TTL_SEC", "identity.refresh_ttl");

    /** Variables that steer the program's own scripts, not a setting. */
    private static final List<String> NOT_SETTINGS = List.of("PULT_CONF", "PULT_JAVA_OPTS");

    record Value(String text, String origin, boolean fromCommandLine) {}

    private final Map<String, Value> values = new LinkedHashMap<>();

    private Configuration() {}

    /**
     * @param file the operator's own file, or none
     * @param set {@code section.key=value} from the command line
     */
    static Configuration load(@Nullable Path file, Map<String, String> environment, List<String> set) {
        var configuration = new Configuration();
        configuration.addDefaults();
        if (file != null) {
            configuration.addFile(file);
        }
        configuration.addEnvironment(environment);
        set.forEach(configuration::addSet);
        configuration.shareRedis();
        return configuration;
    }

    @Nullable
    Value get(String path) {
        return values.get(path);
    }

    Set<String> paths() {
        return values.keySet();
    }

    void put(String path, String value, String origin) {
        values.put(path, new Value(value, origin, false));
        shareRedis();
    }

    /** The limiter may have a Redis of its own, which may lose its data; by default it shares. */
    private void shareRedis() {
        Value own = values.get("limits.redis_url");
        Value shared = values.get("redis.url");
        if (own != null && own.text().isEmpty() && shared != null) {
            values.put("limits.redis_url", shared);
        }
    }

    /** Stand-ins and demo data must never meet stores that somebody else uses. */
    void refuseOutsideStores(String command) {
        for (String path : List.of("postgres.url", "redis.url")) {
            Value value = values.get(path);
            if (value != null && !value.text().isEmpty()) {
                throw new ConfigurationException("`" + command + "` brings its own stores, but " + path + " is set by "
                        + value.origin() + "; unset it, or use `run`");
            }
        }
    }

    private void addDefaults() {
        try (InputStream in = Configuration.class.getClassLoader().getResourceAsStream(DEFAULTS)) {
            addYaml(
                    new String(Objects.requireNonNull(in, DEFAULTS).readAllBytes(), StandardCharsets.UTF_8),
                    DEFAULTS,
                    true);
        } catch (IOException e) {
            throw new IllegalStateException("the program's own " + DEFAULTS + " cannot be read", e);
        }
    }

    private void addFile(Path file) {
        try {
            addYaml(Files.readString(file), file.toString(), false);
        } catch (IOException e) {
            throw new ConfigurationException("the configuration file " + file + " cannot be read");
        }
    }

    private void addYaml(String yaml, String origin, boolean defaults) {
        Object root;
        try {
            root = new Yaml(
                            new TextOnlyConstructor(),
                            new TextOnlyConstructor.Representer(),
                            TextOnlyConstructor.DUMP,
                            new LoaderOptions(),
                            new TextOnlyConstructor.NoTypes())
                    .load(yaml);
        } catch (YAMLException e) {
            throw new ConfigurationException(origin + " is not well-formed YAML: " + firstLine(e));
        }
        if (root == null) {
            return;
        }
        for (var section : map(root, origin, "the file").entrySet()) {
            for (var entry : map(section.getValue(), origin, section.getKey()).entrySet()) {
                String path = section.getKey() + "." + entry.getKey();
                if (!defaults) {
                    requireKnown(path, origin);
                }
                values.put(path, new Value(text(entry.getValue(), path, origin), origin, false));
            }
        }
    }

    private void addEnvironment(Map<String, String> environment) {
        for (var variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            String alias = ALIASES.get(name);
            if (alias != null) {
                // The seed's own names say their unit: _SEC is followed by a bare number.
                String text = variable.getValue() + (name.endsWith("_SEC") ? "s" : "");
                values.putIfAbsent(alias, new Value(text, name, false));
                if (Objects.requireNonNull(values.get(alias)).origin().equals(DEFAULTS)) {
                    values.put(alias, new Value(text, name, false));
                }
            } else if (name.startsWith("PULT_") && !NOT_SETTINGS.contains(name)) {
                addVariable(name, variable.getValue());
            }
        }
    }

    private void addVariable(String name, String value) {
        String path = name.substring("PULT_".length()).toLowerCase(Locale.ROOT).replaceFirst("_", ".");
        if (!values.containsKey(path) && path.endsWith("_file")) {
            String secret = path.substring(0, path.length() - "_file".length());
            requireKnown(secret, name);
            values.put(secret, new Value(readSecret(name, value), name, false));
            return;
        }
        requireKnown(path, name);
        values.put(path, new Value(value, name, false));
    }

    private static String readSecret(String name, String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new ConfigurationException(name + " names the file " + file + ", which cannot be read");
        }
    }

    private void addSet(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new ConfigurationException("--set takes section.key=value");
        }
        String path = assignment.substring(0, equals);
        requireKnown(path, "--set");
        values.put(path, new Value(assignment.substring(equals + 1), "--set", true));
    }

    /** A typing error must not be silently without effect. */
    private void requireKnown(String path, String origin) {
        if (values.containsKey(path)) {
            return;
        }
        String section = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        String known = values.keySet().stream()
                .filter(key -> key.startsWith(section + "."))
                .collect(Collectors.joining(", "));
        String remedy = known.isEmpty()
                ? "sections are "
                        + values.keySet().stream()
                                .map(key -> key.substring(0, key.indexOf('.')))
                                .distinct()
                                .collect(Collectors.joining(", "))
                : "there is " + known;
        throw new ConfigurationException(path + " (from " + origin + ") is not a setting; " + remedy);
    }

    @SuppressWarnings("unchecked") // keys of a YAML mapping are text, by TextOnlyConstructor
    private static Map<String, Object> map(@Nullable Object node, String origin, String what) {
        if (node instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new ConfigurationException(what + " in " + origin + " must be a mapping of keys to values");
    }

    private static String text(@Nullable Object node, String path, String origin) {
        if (node == null) {
            return "";
        }
        if (node instanceof String text) {
            return text;
        }
        if (node instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).collect(Collectors.joining(","));
        }
        throw new ConfigurationException(path + " in " + origin + " must be one value or a list of values");
    }

    private static String firstLine(YAMLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }
}
