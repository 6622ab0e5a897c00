package io.nwfilter.cli;

import com.google.common.collect.ImmutableBiMap;
import io.nwfilter.core.filter.Semantics;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --semantics}. */
final class SemanticsName implements ITypeConverter<Semantics>, Iterable<String> {

  private static final ImmutableBiMap<String, Semantics> NAMES =
      ImmutableBiMap.of("libvirt", Semantics.AS_LIBVIRT, "written", Semantics.AS_WRITTEN);

  @Override
  public Semantics convert(String value) {
    @Nullable Semantics semantics = NAMES.get(value);
    if (semantics == null) {
      throw new TypeConversionException(
          "'" + value + "' is not one of " + String.join(", ", NAMES.keySet()));
    }
    return semantics;
  }

  @Override
  public Iterator<String> iterator() {
    return NAMES.keySet().iterator();
  }
}
