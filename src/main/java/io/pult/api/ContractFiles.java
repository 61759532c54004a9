package io.pult.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads {@code common.yaml} and one file per concern and merges them into one document. A file refers to itself and to
 * {@code common.yaml} and to nothing else, so that a concern can be understood, and moved, alone.
 */
final class ContractFiles {
    private static final String COMMON = "common.yaml";

    private final Source source;
    private final Map<String, Object> merged = new LinkedHashMap<>();
    private final Map<String, String> fileOfPath = new LinkedHashMap<>();
    private final Map<String, Object> common;

    private ContractFiles(Source source) {
        this.source = source;
        this.common = parse(COMMON);
    }

    /** Where the files come from. */
    @FunctionalInterface
    interface Source {
        /** @return absent when there is no such file */
        @Nullable
        InputStream open(String file);
    }

    /**
     * @param root the OpenAPI document
     * @param fileOfPath by path template
     */
    record Merged(Map<String, Object> root, Map<String, String> fileOfPath) {}

    static Merged merge(List<String> concerns, Source source) {
        var files = new ContractFiles(source);
        files.merged.putAll(files.common);
        files.merged.put("paths", new LinkedHashMap<>());
        files.merged.put("components", new LinkedHashMap<>());
        files.add(COMMON, files.common);
        for (String concern : concerns) {
            files.add(concern + ".yaml", files.parse(concern + ".yaml"));
        }
        return new Merged(files.merged, files.fileOfPath);
    }

    private void add(String file, Map<String, Object> document) {
        var local = withLocalRefs(document, file, document, file);
        members(local.get("paths")).forEach((path, item) -> {
            String other = fileOfPath.putIfAbsent(path, file);
            if (other != null) {
                throw new BadContract(file, "the path " + path + " stands in " + other + " already");
            }
            members(merged.get("paths")).put(path, item);
        });
        members(local.get("components"))
                .forEach((section, named) -> members(named).forEach((name, value) -> {
                    var all = members(members(merged.get("components"))
                            .computeIfAbsent(section, none -> new TreeMap<String, Object>()));
                    if (all.putIfAbsent(name, value) != null) {
                        throw new BadContract(file, section + "/" + name + " is defined in another file already");
                    }
                }));
    }

    /** A copy in which what pointed into common.yaml points into the merged document. */
    private Map<String, Object> withLocalRefs(
            Map<String, Object> node, String file, Map<String, Object> document, String where) {
        var copy = new LinkedHashMap<String, Object>();
        String here = node.get("operationId") instanceof String id ? file + ", operation " + id : where;
        node.forEach((name, value) -> copy.put(
                name,
                name.equals("$ref") && value instanceof String ref
                        ? local(ref, document, here)
                        : copied(value, file, document, here)));
        return copy;
    }

    private Object copied(Object value, String file, Map<String, Object> document, String where) {
        if (value instanceof Map<?, ?>) {
            return withLocalRefs(members(value), file, document, where);
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(item -> copied(item, file, document, where))
                    .toList();
        }
        return value;
    }

    private String local(String ref, Map<String, Object> document, String where) {
        int hash = ref.indexOf("#/");
        String target = hash < 0 ? ref : ref.substring(0, hash);
        if (hash < 0 || !(target.isEmpty() || target.equals(COMMON))) {
            throw new BadContract(where, "$ref " + ref + " leaves the file; only common.yaml is shared");
        }
        Object place = target.isEmpty() ? document : common;
        for (String step : ref.substring(hash + 2).split("/")) {
            place = place instanceof Map<?, ?> map ? map.get(step) : null;
        }
        if (place == null) {
            throw new BadContract(where, "$ref " + ref + " points at nothing");
        }
        return ref.substring(hash);
    }

    private Map<String, Object> parse(String file) {
        try (InputStream in = source.open(file)) {
            if (in == null) {
                throw new BadContract(file, "is not on the class path");
            }
            Object document = normal(yaml().load(in), file);
            if (!(document instanceof Map<?, ?>)) {
                throw new BadContract(file, "is not an OpenAPI document");
            }
            return members(document);
        } catch (YAMLException e) {
            throw new BadContract(file, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new BadContract(file, "cannot be read: " + e);
        }
    }

    private static Yaml yaml() {
        var loading = new LoaderOptions();
        loading.setAllowDuplicateKeys(false);
        loading.setMaxAliasesForCollections(0);
        var dumping = new DumperOptions();
        return new Yaml(
                new SafeConstructor(loading), new Representer(dumping), dumping, loading, new JsonLikeResolver());
    }

    /** Without YAML 1.1's surprises: {@code no} and {@code on} stay words, a date stays text. */
    private static final class JsonLikeResolver extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf");
            addImplicitResolver(Tag.INT, Pattern.compile("-?(0|[1-9][0-9]*)"), "-0123456789");
            addImplicitResolver(
                    Tag.FLOAT, Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?"), "-0123456789");
            addImplicitResolver(Tag.NULL, Pattern.compile("null"), "n");
        }
    }

    private static Object normal(@Nullable Object value, String where) {
        if (value instanceof Map<?, ?> map) {
            var copy = new LinkedHashMap<String, Object>();
            map.forEach((key, member) -> copy.put(String.valueOf(key), normal(member, where)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> normal(item, where)).toList();
        }
        if (value == null) {
            throw new BadContract(where, "has an empty value; write '' or {} or leave the name out");
        }
        return value;
    }

    @SuppressWarnings("unchecked") // normal() has made string keys of all keys
    private static Map<String, Object> members(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }
}
