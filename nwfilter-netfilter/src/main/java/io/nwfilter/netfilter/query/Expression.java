package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.query.NormalForm.Alternatives;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a query says of packets.
 *
 * <ul>
 *   <li>{@link And}, {@link Or}, {@link Not}
 *   <li>{@link Comparison}: a word with values
 *   <li>{@link Kind}: a kind of packets
 * </ul>
 *
 * An expression prints as the text that it is read from, apart from spaces and unneeded
 * parentheses.
 */
sealed interface Expression
    permits Expression.And, Expression.Or, Expression.Not, Comparison, Kind {

  /** All packets. */
  Expression ALL = new And(ImmutableList.of());

  /**
   * {@return the packets}
   *
   * @param form takes the conditions
   * @param tags the tags after which the headers are that the expression is about
   */
  Alternatives packets(NormalForm form, Encapsulation tags);

  /** {@return the tags that packets have according to it} */
  ImmutableSet<LayerType> tags();

  /** {@return the expression that both hold} */
  static Expression and(List<Expression> parts) {
    List<Expression> flat = new ArrayList<>();
    parts.forEach(part -> flat.addAll(part instanceof And and ? and.parts() : List.of(part)));
    return flat.size() == 1 ? flat.get(0) : new And(ImmutableList.copyOf(flat));
  }

  /** {@return the expression that one of several holds} */
  static Expression or(List<Expression> parts) {
    List<Expression> flat = new ArrayList<>();
    parts.forEach(part -> flat.addAll(part instanceof Or or ? or.parts() : List.of(part)));
    return flat.size() == 1 ? flat.get(0) : new Or(ImmutableList.copyOf(flat));
  }

  /**
   * That all of several hold. What a tag among them is about is after it for the others, too.
   *
   * @param parts none of which is of this kind
   */
  record And(ImmutableList<Expression> parts) implements Expression {

    @Override
    public Alternatives packets(NormalForm form, Encapsulation tags) {
      form.spend(parts.size());
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i) instanceof Or or && !or.tags().isEmpty()) {
          return distributed(i, or).packets(form, tags);
        }
      }
      Encapsulation inner = tags.with(tags());
      Alternatives all = Alternatives.ALL;
      for (Expression part : parts) {
        all = form.and(all, part.packets(form, inner));
      }
      return all;
    }

    /** Has each alternative say by itself after which tags the other parts are. */
    private Or distributed(int index, Or or) {
      ImmutableList.Builder<Expression> alternatives = ImmutableList.builder();
      for (Expression alternative : or.parts()) {
        List<Expression> one = new ArrayList<>(parts);
        one.set(index, alternative);
        alternatives.add(and(one));
      }
      return new Or(alternatives.build());
    }

    @Override
    public ImmutableSet<LayerType> tags() {
      return parts.stream()
          .flatMap(part -> part.tags().stream())
          .collect(ImmutableSet.toImmutableSet());
    }

    @Override
    public String toString() {
      return parts.stream()
          .map(part -> part instanceof Or ? "(" + part + ")" : part.toString())
          .collect(Collectors.joining(" "));
    }
  }

  /**
   * That one of several holds.
   *
   * @param parts none of which is of this kind
   */
  record Or(ImmutableList<Expression> parts) implements Expression {

    @Override
    public Alternatives packets(NormalForm form, Encapsulation tags) {
      return form.or(parts.stream().map(part -> part.packets(form, tags)).toList());
    }

    @Override
    public ImmutableSet<LayerType> tags() {
      return parts.stream()
          .flatMap(part -> part.tags().stream())
          .collect(ImmutableSet.toImmutableSet());
    }

    @Override
    public String toString() {
      return parts.stream().map(Object::toString).collect(Collectors.joining(" or "));
    }
  }

  /**
   * That something does not hold.
   *
   * @param part what does not hold
   */
  record Not(Expression part) implements Expression {

    @Override
    public Alternatives packets(NormalForm form, Encapsulation tags) {
      return form.not(part.packets(form, tags));
    }

    @Override
    public ImmutableSet<LayerType> tags() {
      return ImmutableSet.of();
    }

    @Override
    public String toString() {
      return "not " + (part instanceof And || part instanceof Or ? "(" + part + ")" : part);
    }
  }
}
