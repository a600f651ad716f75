package io.spikelet.runtime.energy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The known energy profiles, by name: those of the library and those of a file.
 *
 * <p>A file is a JSON array of objects with the members of {@link EnergyProfile}; {@code grade} is
 * {@code "modelled"} or {@code "measured"}.
 */
public final class EnergyProfiles {

  /** The profile to use when nothing else is asked for. */
  public static final String DEFAULT = "cmos45";

  private static final String RESOURCE = "energy-profiles.json";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private final Map<String, EnergyProfile> byName = new LinkedHashMap<>();

  private EnergyProfiles() {}

  /** The profiles of the library. */
  public static EnergyProfiles load() {
    EnergyProfiles profiles = new EnergyProfiles();
    profiles.add(resource(), RESOURCE);
    return profiles;
  }

  /**
   * The profiles of the library and of a file.
   *
   * @throws EnergyProfileException if the file cannot be read, or a profile of it is wrong or has
   *     the name of another: a name in an old report must keep its meaning
   */
  public static EnergyProfiles load(Path extra) {
    EnergyProfiles profiles = load();
    try {
      profiles.add(Files.readAllBytes(extra), extra.toString());
    } catch (IOException e) {
      throw new EnergyProfileException(extra + ": the file cannot be read", e);
    }
    return profiles;
  }

  /**
   * The profile of a name.
   *
   * @throws EnergyProfileException if there is none; the message lists those that exist
   */
  public EnergyProfile get(String name) {
    EnergyProfile profile = byName.get(name);
    if (profile == null) {
      throw new EnergyProfileException(
          "there is no energy profile '" + name + "', only " + byName.keySet());
    }
    return profile;
  }

  /** All profiles, those of the library first. */
  public Collection<EnergyProfile> all() {
    return List.copyOf(byName.values());
  }

  private void add(byte[] json, String file) {
    for (EnergyProfile profile : parse(json, file)) {
      if (byName.putIfAbsent(profile.name(), profile) != null) {
        throw new EnergyProfileException(
            file + ": there is already an energy profile '" + profile.name() + "'");
      }
    }
  }

  private static EnergyProfile[] parse(byte[] json, String file) {
    try {
      return MAPPER.readValue(json, EnergyProfile[].class);
    } catch (JacksonException e) {
      throw new EnergyProfileException(file + ": " + reason(e), e);
    }
  }

  /** What a profile says of itself is plainer than what Jackson makes of it. */
  private static String reason(JacksonException e) {
    return e.getCause() instanceof IllegalArgumentException refused
        ? String.valueOf(refused.getMessage())
        : e.getOriginalMessage() + " at " + e.getPathReference();
  }

  private static byte[] resource() {
    try (InputStream stream = EnergyProfiles.class.getResourceAsStream(RESOURCE)) {
      return Objects.requireNonNull(stream, RESOURCE).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
