#pragma once

#include <cstddef>
#include <type_traits>
#include <variant>

namespace drydock::moor {

/// A union of the protocol: the std::variant `List::Members`, to be visited and asked as any other.
/// It copies, moves, compares and ends itself in unions.cpp alone. With a plain variant, every file
/// that holds a message would compile all that for each member of each union within (3 to 8 s).
template <class List>
class Union : public List::Members {
 public:
  using Members = typename List::Members;
  using Members::Members;
  using Members::operator=;
  Union() noexcept;
  Union(Union const& other);
  Union(Union&& other) noexcept;
  Union& operator=(Union const& other);
  Union& operator=(Union&& other) noexcept;
  ~Union();
  friend bool operator==(Union const& left, Union const& right) { return left.equals(right); }

 private:
  bool equals(Union const& other) const;
};

}  // namespace drydock::moor

template <class List>
struct std::variant_size<drydock::moor::Union<List>> : std::variant_size<typename List::Members> {};
template <std::size_t at, class List>
struct std::variant_alternative<at, drydock::moor::Union<List>>
    : std::variant_alternative<at, typename List::Members> {};
