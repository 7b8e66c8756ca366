//! Who and where: Discord's ids as the names that the bot goes by, and who may do what.

use serenity::model::Permissions;
use serenity::model::application::{CommandInteraction, ComponentInteraction};
use serenity::model::guild::{Member, PartialMember};
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use serenity::prelude::Context;

use crate::command::Permission;

/// What makes an admin, beside the permission Manage Server.
#[derive(Clone, Debug, Default)]
pub(super) struct Admins {
    pub(super) users: Vec<u64>,
    pub(super) roles: Vec<u64>,
    /// Users who may do everything, everywhere.
    pub(super) owners: Vec<u64>,
}

/// Where something was asked, and by whom.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    pub(super) user: UserId,
    pub(super) channel: ChannelId,
    pub(super) guild: Option<GuildId>,
    /// The channel that this one is a thread of.
    pub(super) parent: Option<ChannelId>,
    pub(super) rights: Permission,
    /// The message in which it was asked, where it was in one.
    pub(super) message: Option<MessageId>,
    /// True where nobody else is to read what is said.
    pub(super) is_private: bool,
    /// True for who may manage others' messages there.
    pub(super) is_moderator: bool,
}

impl Asker {
    pub(super) fn place(&self) -> String {
        place(self.channel)
    }

    pub(super) fn server(&self) -> Option<String> {
        self.guild.map(|guild| format!("discord:{guild}"))
    }

    pub(super) fn parent(&self) -> Option<String> {
        self.parent.map(place)
    }

    /// Who used a command.
    pub(super) fn of_command(call: &CommandInteraction, admins: &Admins) -> Self {
        let parent = call.channel.as_ref().and_then(|channel| channel.parent_id);
        let is_thread = call
            .channel
            .as_ref()
            .is_some_and(|channel| channel.thread_metadata.is_some());
        Self {
            user: call.user.id,
            channel: call.channel_id,
            guild: call.guild_id,
            parent: parent.filter(|_| is_thread),
            ..Self::rights(call.user.id, call.member.as_deref(), admins)
        }
    }

    /// Who pressed a button.
    pub(super) fn of_button(press: &ComponentInteraction, admins: &Admins) -> Self {
        let parent = press.channel.as_ref().and_then(|channel| channel.parent_id);
        let is_thread = press
            .channel
            .as_ref()
            .is_some_and(|channel| channel.thread_metadata.is_some());
        Self {
            user: press.user.id,
            channel: press.channel_id,
            guild: press.guild_id,
            parent: parent.filter(|_| is_thread),
            ..Self::rights(press.user.id, press.member.as_ref(), admins)
        }
    }

    /// Rights, with a place to be filled in.
    fn rights(user: UserId, member: Option<&Member>, admins: &Admins) -> Self {
        let permissions = member
            .and_then(|member| member.permissions)
            .unwrap_or_default();
        let roles = member.map(|member| member.roles.as_slice());
        Self {
            user,
            channel: ChannelId::new(1),
            guild: None,
            parent: None,
            message: None,
            is_private: false,
            rights: rights_of(user, roles.unwrap_or_default(), permissions, admins),
            is_moderator: permissions
                .intersects(Permissions::MANAGE_MESSAGES | Permissions::ADMINISTRATOR),
        }
    }

    /// Who wrote a message. A message does not tell its author's permissions; the server's roles,
    /// which Discord told on connecting, do.
    pub(super) fn of_message(
        (user, member): (UserId, Option<&PartialMember>),
        (guild, channel): (Option<GuildId>, ChannelId),
        context: &Context,
        admins: &Admins,
    ) -> Self {
        let known = guild.and_then(|guild| context.cache.guild(guild));
        let permissions = match (&known, member) {
            (Some(known), Some(member)) if member.user.is_none() => {
                known.partial_member_permissions(user, member)
            }
            _ => Permissions::empty(),
        };
        let thread = known
            .as_ref()
            .and_then(|known| known.threads.iter().find(|thread| thread.id == channel));
        let roles = member.map(|member| member.roles.as_slice());
        Self {
            user,
            channel,
            guild,
            parent: thread.and_then(|thread| thread.parent_id),
            message: None,
            is_private: false,
            rights: rights_of(user, roles.unwrap_or_default(), permissions, admins),
            is_moderator: permissions
                .intersects(Permissions::MANAGE_MESSAGES | Permissions::ADMINISTRATOR),
        }
    }
}

/// The role that Discord made for the bot when it came to a server.
pub(super) fn role_of_bot(me: UserId, guild: Option<GuildId>, context: &Context) -> Option<u64> {
    let known = context.cache.guild(guild?)?;
    let mut roles = known.roles.values();
    let own = roles.find(|role| role.tags.bot_id == Some(me))?;
    Some(own.id.get())
}

/// A channel as the bot's place.
pub(super) fn place(channel: ChannelId) -> String {
    format!("discord:{channel}")
}

pub(super) fn rights_of(
    user: UserId,
    roles: &[RoleId],
    permissions: Permissions,
    admins: &Admins,
) -> Permission {
    let is_admin = permissions.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)
        || admins.users.contains(&user.get())
        || roles.iter().any(|role| admins.roles.contains(&role.get()));
    let moderates = permissions.contains(Permissions::MANAGE_MESSAGES);
    match is_admin {
        _ if admins.owners.contains(&user.get()) => Permission::Owner,
        true => Permission::Admin,
        false if moderates => Permission::Moderator,
        false => Permission::Everyone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_admin_manages_the_server_or_was_named() {
        let admins = Admins {
            users: vec![5],
            roles: vec![50],
            owners: vec![7],
        };
        let is = |user: u64, roles: &[u64], permissions| {
            let roles: Vec<RoleId> = roles.iter().map(|role| RoleId::new(*role)).collect();
            rights_of(UserId::new(user), &roles, permissions, &admins)
        };
        assert_eq!(is(1, &[], Permissions::MANAGE_GUILD), Permission::Admin);
        assert_eq!(is(1, &[], Permissions::ADMINISTRATOR), Permission::Admin);
        assert_eq!(is(5, &[], Permissions::empty()), Permission::Admin);
        assert_eq!(is(1, &[50], Permissions::empty()), Permission::Admin);
        assert_eq!(is(7, &[], Permissions::empty()), Permission::Owner);
        let moderator = is(1, &[51], Permissions::MANAGE_MESSAGES);
        assert_eq!(moderator, Permission::Moderator);
    }
}
