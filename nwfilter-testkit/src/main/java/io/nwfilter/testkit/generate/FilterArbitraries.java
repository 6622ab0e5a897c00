package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.host.Host;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Arbitrary rules, filters, bindings, domains and documents. Filters are legal, and all but a few
 * of them can be bound: some combinations of legal attributes libvirt or netfilter refuses then.
 *
 * <p>Rules with an {@code ipset} need the sets {@value #IPV4_SET} ({@code hash:ip}) and {@value
 * #IPV6_SET} ({@code hash:net family inet6}) where they are loaded.
 */
public final class FilterArbitraries {

  /** The set that generated rules of IPv4 look up. */
  public static final String IPV4_SET = "addresses";

  /** The set that generated rules of IPv6 look up. */
  public static final String IPV6_SET = "networks6";

  private static final ImmutableList<Attachment> TAP_BACKED =
      ImmutableList.of(
          Attachment.Network.named("net-1"),
          Attachment.Bridge.named("net-1"),
          new Attachment.Ethernet(ImmutableMap.of()));

  private FilterArbitraries() {}

  /** {@return rules of the whole language, to be narrowed} */
  public static RuleArbitrary rules() {
    return RuleArbitrary.ALL;
  }

  /** {@return filters of the whole language but references, to be narrowed} */
  public static FilterArbitrary filters() {
    return FilterArbitrary.ALL;
  }

  /** {@return families of filters that include each other, to be narrowed} */
  public static FamilyArbitrary families() {
    return FamilyArbitrary.ALL;
  }

  /**
   * {@return documents of filters: other texts of the same filters than those that are written}
   *
   * @param filters the filters
   */
  public static Arbitrary<FilterDocument> documents(Arbitrary<Filter> filters) {
    return Combinators.combine(filters, FilterLayout.all())
        .as(FilterDocument::of)
        .withoutEdgeCases();
  }

  /** {@return ways to lay a document out, among them the plainest} */
  public static Arbitrary<FilterLayout> layouts() {
    return FilterLayout.all();
  }

  /** {@return documents of filters that are wrong in one place} */
  public static Arbitrary<BrokenDocument> brokenDocuments() {
    return Defect.broken(filters()).withoutEdgeCases();
  }

  /**
   * {@return bindings of a filter, which define the variables that it really uses with values that
   * are legal where they are used; the address of the interface, {@code IP}, is sometimes left to
   * be learned}
   *
   * @param library where the filter is found, and those that it includes
   * @param filter the filter's name
   */
  public static Arbitrary<FilterBinding> bindings(FilterLibrary library, String filter) {
    return BindingChoices.all().map(choices -> choices.bind(library, filter));
  }

  /**
   * {@return filters and a binding of the first of them}
   *
   * @param families the filters
   */
  public static Arbitrary<BoundFamily> bound(Arbitrary<FilterFamily> families) {
    return Combinators.combine(families, BindingChoices.all())
        .as(
            (family, choices) ->
                new BoundFamily(family, choices.bind(family.library(), family.root().name())))
        .withoutEdgeCases();
  }

  /**
   * {@return domains with up to four interfaces, most of which have one of some filters, with
   * parameters as {@link #bindings} give them}
   *
   * @param library where the filters are found, and those that they include
   * @param filters the filters' names, at least one
   */
  public static Arbitrary<Domain> domains(FilterLibrary library, String... filters) {
    Arbitrary<Optional<FilterReference>> references =
        Combinators.combine(Arbitraries.of(filters), BindingChoices.all())
            .as((name, choices) -> choices.bind(library, name).filterRef())
            .optional(0.8);
    return Combinators.combine(Arbitraries.of(TAP_BACKED), references)
        .as(FilterArbitraries::networkInterface)
        .list()
        .ofMaxSize(4)
        .map(FilterArbitraries::domain)
        .withoutEdgeCases();
  }

  /**
   * {@return hosts on which a virtual network and a machine run, as {@link #domains} makes it, and
   * that have no rules but libvirt's}
   *
   * @param library where the filters are found, and those that they include
   * @param filters the filters' names, at least one
   */
  public static Arbitrary<Host> hosts(FilterLibrary library, String... filters) {
    return HostArbitrary.hosts(library, filters);
  }

  private static NetworkInterface networkInterface(
      Attachment attachment, Optional<FilterReference> reference) {
    NetworkInterface.Builder builder = NetworkInterface.builder(attachment);
    reference.ifPresent(builder::filter);
    return builder.build();
  }

  private static Domain domain(List<NetworkInterface> interfaces) {
    ImmutableList.Builder<NetworkInterface> numbered = ImmutableList.builder();
    for (NetworkInterface each : interfaces) {
      int number = numbered.build().size();
      NetworkInterface.Builder builder =
          NetworkInterface.builder(each.attachment())
              .mac(new MacAddress(0x5254_0007_0100L + number))
              .targetDev(new InterfaceName("vnet" + number));
      each.filterRef().ifPresent(builder::filter);
      numbered.add(builder.build());
    }
    return new Domain(
        "guest",
        Optional.of(new UUID(0x5c6a_3f20_1111_4222L, 0x8333_0000_0000_0001L)),
        numbered.build(),
        SourceLocation.NONE);
  }
}
